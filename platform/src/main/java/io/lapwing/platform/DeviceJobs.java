package io.lapwing.platform;

import io.lapwing.console.DeviceAction;
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
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is done to many devices: each on its own, with the permissions of who asked, at the time it is done.
final class DeviceJobs {
    private static final int MAX_NAMED = 10_000;
    private static final int PAGE = 500;
    private static final int IMPORT_THREADS = 2;

    private final Kms kms;
    private final Jobs jobs;
    private final Path imports;

    /// @param imports a folder for files on their way in
    DeviceJobs(Kms kms, Jobs jobs, Path imports) {
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
                control ->
                        query.map(wanted -> all(who, wanted, action, desk, control))
                                .orElse("0 devices"));
    }

    /// Goes by a cursor, so that a device which the action takes out of the query is met once all the same. One whose
    /// owner or label was typed and is changed may be met again: the action is then done twice, or refused.
    private String all(
            Principal who,
            DeviceQuery query,
            DeviceAction action,
            KmsDeviceDesk desk,
            Work.Control control) {
        long done = 0;
        Optional<DeviceCursor> cursor = Optional.empty();
        do {
            DeviceSearch.Page page = kms.search().page(query, cursor, PAGE);
            for (var device : page.devices()) {
                if (control.isCancelled()) {
                    return "%,d devices".formatted(done);
                }
                act(who, device.devEui(), action, desk, control);
                control.progress(++done, 0);
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

    /// Takes a file: it is kept until the job has ended, since an import reads it twice.
    String importing(Principal who, String format, InputStream content) {
        String ending = Words.parse("format", format, ImportEnding.class).ending;
        try {
            Files.createDirectories(imports);
            Path file = Files.createTempFile(imports, "import-", ending);
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            return start(who, "device.import", control -> imported(who, file, control));
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the file could not be taken: " + e.getClass().getSimpleName(),
                    e);
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

    private String imported(Principal who, Path file, Work.Control control) {
        Path refused = file.resolveSibling(file.getFileName() + ".refused.csv");
        try {
            DeviceImport.Summary summary =
                    kms.imports()
                            .run(
                                    KmsDeviceDesk.actor(who, Optional.empty()),
                                    new DeviceImport.Order(file, refused, IMPORT_THREADS),
                                    device ->
                                            who.may(
                                                    Permission.DEVICE_IMPORT,
                                                    KmsDeviceDesk.target(device)),
                                    state -> control.progress(state.done(), 0));
            Files.readAllLines(refused).stream()
                    .skip(1)
                    .limit(io.lapwing.service.jobs.Job.MAX_FAILURES)
                    .forEach(line -> control.failed("row", line));
            return "%,d imported, %,d known already, %,d refused"
                    .formatted(summary.imported(), summary.known(), summary.refused());
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the list of refused rows cannot be read", e);
        } finally {
            delete(file);
            delete(refused);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be removed", e);
        }
    }

    private String start(Principal who, String kind, Work work) {
        return jobs.start(who, kind, KmsDeviceDesk.onlyOwner(who), "", work).id();
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
                    case DeviceAction.Approve _ -> "approve";
                    case DeviceAction.Reject _ -> "reject";
                };
    }
}
