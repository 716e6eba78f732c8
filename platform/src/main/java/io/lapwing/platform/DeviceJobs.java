package io.lapwing.platform;

import io.lapwing.console.DeviceAction;
import io.lapwing.console.DeviceDesk;
import io.lapwing.console.DeviceFilter;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.DeviceCursor;
import io.lapwing.kms.DeviceImport;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.kms.DeviceSearch;
import io.lapwing.kms.Kms;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.jobs.Jobs;
import io.lapwing.service.jobs.Work;
import io.lapwing.service.people.Principal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is done to many devices: each on its own, with the permissions of who asked, at the time it is done.
final class DeviceJobs {
    private static final int MAX_NAMED = 10_000;
    private static final int PAGE = 500;
    private static final int IMPORT_THREADS = 2;

    /// The kind of job that imports, whose argument names its file.
    static final String IMPORT = "device.import";

    private final Kms kms;
    private final Jobs jobs;
    private final ImportFiles imports;

    DeviceJobs(Kms kms, Jobs jobs, ImportFiles imports) {
        this.kms = kms;
        this.jobs = jobs;
        this.imports = imports;
    }

    String onMany(Principal who, List<Eui64> devEuis, DeviceAction action, KmsDeviceDesk desk) {
        if (devEuis.isEmpty() || devEuis.size() > MAX_NAMED) {
            throw Fault.badInput(devEuis.size() + " devices: want 1 to " + MAX_NAMED);
        }
        return start(
                who,
                kind(action),
                "",
                control -> {
                    long done = 0;
                    for (Eui64 devEui : devEuis) {
                        if (control.isCancelled()) {
                            break;
                        }
                        act(who, devEui, action, desk, control);
                        control.progress(++done, devEuis.size());
                    }
                    return "%,d of %,d devices".formatted(done, devEuis.size());
                });
    }

    String onAll(Principal who, DeviceFilter filter, DeviceAction action, KmsDeviceDesk desk) {
        Optional<DeviceQuery> query = KmsDeviceDesk.query(who, filter);
        return start(
                who,
                kind(action),
                "",
                control ->
                        query.map(wanted ->
                                        all(who, new Wanted(wanted, filter), action, desk, control))
                                .orElse("0 devices"));
    }

    /// What is looked for, within what the principal may see and as he asked for it.
    private record Wanted(DeviceQuery query, DeviceFilter filter) {}

    /// Goes by a cursor, so that a device which the action takes out of the query is met once all the same. One whose
    /// owner or label was typed and is changed may be met again: the action is then done twice, or refused.
    private String all(
            Principal who,
            Wanted wanted,
            DeviceAction action,
            KmsDeviceDesk desk,
            Work.Control control) {
        DeviceDesk.Count count = desk.count(who, wanted.filter());
        long total = count.more() ? 0 : count.devices();
        long done = 0;
        Optional<DeviceCursor> cursor = Optional.empty();
        do {
            DeviceSearch.Page page = kms.search().page(wanted.query(), cursor, PAGE);
            for (var device : page.devices()) {
                if (control.isCancelled()) {
                    return "%,d devices".formatted(done);
                }
                if (!KmsDeviceDesk.visible(who).test(device)) {
                    continue;
                }
                act(who, device.devEui(), action, desk, control);
                done++;
                control.progress(done, total == 0 ? 0 : Math.max(done, total));
            }
            cursor = page.next();
        } while (cursor.isPresent());
        return "%,d devices".formatted(done);
    }

    private static void act(
            Principal who,
            Eui64 devEui,
            DeviceAction action,
            KmsDeviceDesk desk,
            Work.Control control) {
        try {
            desk.act(who, devEui, OptionalLong.empty(), action);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.UNAVAILABLE) {
                throw fault;
            }
            control.failed(devEui.toString(), fault.getMessage());
        }
    }

    /// Takes a file as it comes; when it is here whole, its import begins.
    String importing(Principal who, String format, InputStream content) {
        String ending = Words.parse("format", format, ImportEnding.class).ending;
        ImportFiles.Taken taken = imports.take(ending, content);
        try {
            return start(who, IMPORT, taken.name(), control -> imported(who, taken, control));
        } catch (Fault fault) {
            imports.ended(taken);
            throw fault;
        }
    }

    private enum ImportEnding {
        CSV(".csv"),
        JSONL(".jsonl");

        private final String ending;

        ImportEnding(String ending) {
            this.ending = ending;
        }
    }

    private String imported(Principal who, ImportFiles.Taken taken, Work.Control control) {
        long[] done = new long[1];
        try {
            DeviceImport.Summary summary =
                    kms.imports()
                            .run(
                                    KmsDeviceDesk.actor(who, Optional.empty()),
                                    new DeviceImport.Order(
                                            taken.file(), taken.refused(), IMPORT_THREADS),
                                    device -> KmsDeviceDesk.mayImport(who, device),
                                    state -> {
                                        done[0] = state.done();
                                        control.progress(done[0], Math.max(done[0], taken.lines()));
                                        requireGoingOn(control);
                                    });
            tellRefused(taken, control);
            long all = summary.imported() + summary.known() + summary.refused();
            control.progress(all, all);
            return "%,d imported, %,d known already, %,d refused"
                    .formatted(summary.imported(), summary.known(), summary.refused());
        } catch (Fault fault) {
            if (!control.isCancelled()) {
                throw fault;
            }
            return "stopped after %,d rows: the same file, sent again, goes on from there"
                    .formatted(done[0]);
        } finally {
            imports.ended(taken);
        }
    }

    private static void requireGoingOn(Work.Control control) {
        if (control.isCancelled()) {
            throw new Fault(Fault.Kind.CONFLICT, "the import was stopped");
        }
    }

    /// The list has line, device and reason, after a head.
    private static void tellRefused(ImportFiles.Taken taken, Work.Control control) {
        try (BufferedReader rows = Files.newBufferedReader(taken.refused())) {
            String _ = rows.readLine();
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                String[] parts = row.split(",", 2);
                control.failed("line " + parts[0], parts[parts.length - 1]);
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the list of refused rows cannot be read", e);
        }
    }

    private String start(Principal who, String kind, String argument, Work work) {
        return jobs.start(who, kind, KmsDeviceDesk.onlyOwner(who), argument, work).id();
    }

    /// `device.suspend`.
    private static String kind(DeviceAction action) {
        return "device."
                + switch (action) {
                    case DeviceAction.Provision _ -> "provision";
                    case DeviceAction.Claim _ -> "claim";
                    case DeviceAction.Transfer _ -> "transfer";
                    case DeviceAction.Suspend _ -> "suspend";
                    case DeviceAction.Resume _ -> "resume";
                    case DeviceAction.Retire _ -> "retire";
                    case DeviceAction.Compromise _ -> "compromise";
                    case DeviceAction.Label _ -> "labels";
                    case DeviceAction.Home _ -> "home";
                    case DeviceAction.Deliver _ -> "delivery";
                    case DeviceAction.AskNonceReset _ -> "nonce-reset-request";
                    case DeviceAction.ActivateKeys _ -> "activate-keys";
                };
    }
}
