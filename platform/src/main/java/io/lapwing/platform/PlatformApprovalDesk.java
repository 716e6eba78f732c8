package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.DeviceExport;
import io.lapwing.service.jobs.Jobs;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Wish;
import io.lapwing.service.people.Wishes;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All that takes two people: wishes, and steps that wait in the row of a device. What a wish may be done to is checked in
/// its kind when it is asked for, and again when it is done.
final class PlatformApprovalDesk implements ApprovalDesk {
    private final Wishes wishes;
    private final WishKinds kinds;
    private final WishJobs work;
    private final Jobs jobs;
    private final DeviceApprovals devices;

    PlatformApprovalDesk(
            Wishes wishes, WishKinds kinds, WishJobs work, Jobs jobs, DeviceApprovals devices) {
        this.wishes = wishes;
        this.kinds = kinds;
        this.work = work;
        this.jobs = jobs;
        this.devices = devices;
    }

    @Override
    public List<Kind> kinds() {
        return kinds.all().stream().map(WishKind::view).toList();
    }

    @Override
    public Plan plan(Principal who, Wanted wanted) {
        WishKind kind = kinds.of(wanted.kind());
        WishKind.Draft draft = kind.draft(who, wanted);
        return new Plan(kind.view(), draft.object(), kind.happens(draft.argument()));
    }

    @Override
    public ApprovalView ask(Principal who, Wanted wanted, String reason) {
        WishKind kind = kinds.of(wanted.kind());
        requireKnown(kind.view(), wanted);
        WishKind.Draft draft = kind.draft(who, wanted);
        Wish wish =
                wishes.ask(
                        who,
                        new Wish.Asked(
                                kind.view().word(),
                                kind.view().permission(),
                                draft.object(),
                                draft.argument().text(),
                                draft.target(),
                                reason));
        return view(who, wish);
    }

    /// All that has to be said, and nothing else.
    private static void requireKnown(Kind kind, Wanted wanted) {
        List<String> names = kind.parameters().stream().map(Parameter::name).sorted().toList();
        if (!List.copyOf(wanted.parameters().keySet()).equals(names)) {
            throw Fault.badInput(
                    "parameters %s of %s: want %s"
                            .formatted(wanted.parameters().keySet(), kind.word(), names));
        }
        if (wanted.devices().isPresent() && !kind.onDevices()) {
            throw Fault.badInput(kind.word() + ": want neither devEuis nor a filter");
        }
    }

    private ApprovalView view(Principal who, Wish wish) {
        WishKind kind = kinds.of(wish.asked().step());
        boolean asked = wish.askedBy().equals(who.toString());
        boolean open =
                wish.state() == Wish.State.WAITING
                        || (wish.state() == Wish.State.APPROVED && !kind.isWork());
        return new ApprovalView(
                wish.id(),
                wish.asked().step(),
                wish.asked().object(),
                Optional.empty(),
                kind.happens(WishArgument.read(wish.asked().argument())),
                wish.asked().reason(),
                wish.state().word(),
                wish.askedBy(),
                wish.at().toString(),
                Optional.of(wish.until().toString()),
                wish.decidedBy(),
                wish.job(),
                wish.result(),
                wishes.mayDecide(who, wish),
                asked && open,
                asked && kind.filed().contains(wish.state()));
    }

    @Override
    public List<ApprovalView> list(Principal who) {
        List<ApprovalView> own = wishes.list(who).stream().map(wish -> view(who, wish)).toList();
        return Stream.concat(
                        Stream.concat(
                                        devices.list(who).stream(),
                                        own.stream().filter(ApprovalView::waits))
                                .sorted(java.util.Comparator.comparing(ApprovalView::askedAt)),
                        own.stream().filter(one -> !one.waits()))
                .toList();
    }

    @Override
    public ApprovalView find(Principal who, String id) {
        return DeviceApprovals.isOne(id) ? devices.find(who, id) : view(who, wishes.find(who, id));
    }

    @Override
    public ApprovalView approve(Principal who, String id) {
        if (DeviceApprovals.isOne(id)) {
            return devices.decide(who, id, true);
        }
        Wish approved = wishes.decide(who, id, true);
        Optional<String> job = begun(approved);
        ApprovalView view = view(who, wishes.find(who, id));
        return view.job().isPresent() ? view : view.by(job);
    }

    /// Waits until the job that does an approval has ended.
    void await(String job) {
        work.await(jobs, job);
    }

    private Optional<String> begun(Wish approved) {
        try {
            return work.begin(jobs, approved);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.EXHAUSTED) {
                // it is begun when one of the jobs that wait has ended
                return Optional.empty();
            }
            throw fault;
        }
    }

    @Override
    public ApprovalView refuse(Principal who, String id) {
        return DeviceApprovals.isOne(id)
                ? devices.decide(who, id, false)
                : view(who, wishes.decide(who, id, false));
    }

    @Override
    public ApprovalView withdraw(Principal who, String id) {
        return DeviceApprovals.isOne(id)
                ? devices.withdraw(who, id)
                : view(who, wishes.withdraw(who, id));
    }

    @Override
    public Download download(Principal who, String id, String format) {
        DeviceExport.Format as = format(format);
        WishKind kind = kinds.of(wishes.find(who, id).asked().step());
        WishRun run = work.run(wishes.use(who, id, kind.filed()));
        return new Download(
                kind.view().word() + "-" + id + "." + format,
                out -> {
                    Writer writer =
                            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                    kind.write(run, as, writer);
                    writer.flush();
                });
    }

    private static DeviceExport.Format format(String word) {
        return switch (word) {
            case "csv" -> DeviceExport.Format.CSV;
            case "jsonl" -> DeviceExport.Format.JSON_LINES;
            default -> throw Fault.badInput("format: want csv or jsonl");
        };
    }
}
