package io.lapwing.console.api;

import io.lapwing.console.DeviceDesk;
import io.lapwing.console.DeviceFilter;
import io.lapwing.console.DeviceView;
import io.lapwing.console.Page;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Devices in files: a list to download, and devices with encrypted keys to take in.
final class DeviceFileRoutes {
    /// How many downloads run at once: each reads all rows.
    static final int DOWNLOADS = 4;

    private static final Set<String> TYPES = Set.of(MediaTypes.CSV, MediaTypes.JSON_LINES);

    private final DeviceDesk desk;
    private final Semaphore downloads = new Semaphore(DOWNLOADS);

    DeviceFileRoutes(DeviceDesk desk) {
        this.desk = desk;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                                "/devices/export",
                                Permission.DEVICE_EXPORT,
                                new Operation.Gives.Stream(TYPES),
                                this::export)
                        .asking(DeviceRoutes.FILTER),
                Operation.post(
                        "/devices/import",
                        Permission.DEVICE_IMPORT,
                        new Operation.Takes.Upload(TYPES, DeviceDesk.IMPORT_LIMIT_BYTES),
                        Operation.job(),
                        this::take));
    }

    private Response take(Call call) {
        String type = MediaTypes.bare(call.header("Content-Type").orElse(""));
        String format = type.equalsIgnoreCase(MediaTypes.CSV) ? "csv" : "jsonl";
        return Answers.started(desk.importFile(call.who(), format, call.upload()));
    }

    /// The first page is read before the answer begins, so that a refusal is a problem and not half a file.
    private Response export(Call call) {
        DeviceFilter filter = DeviceRoutes.filter(call);
        Page<DeviceView> first = page(call, filter, Optional.empty());
        if (!downloads.tryAcquire()) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED, "downloads: " + DOWNLOADS + " run already; come again");
        }
        boolean csv = call.mediaType().equals(MediaTypes.CSV);
        return Response.streamed(
                        csv ? MediaTypes.CSV + "; charset=utf-8" : MediaTypes.JSON_LINES,
                        out -> download(call, filter, first, csv, out))
                .with(
                        "Content-Disposition",
                        "attachment; filename=\"devices." + (csv ? "csv" : "jsonl") + "\"");
    }

    private Page<DeviceView> page(Call call, DeviceFilter filter, Optional<String> after) {
        return desk.page(call.who(), filter, after, Page.MAX_ITEMS);
    }

    private void download(
            Call call, DeviceFilter filter, Page<DeviceView> first, boolean csv, OutputStream out)
            throws IOException {
        try {
            if (csv) {
                out.write(Csv.line(DeviceLine.HEADER));
            }
            Page<DeviceView> page = first;
            write(call, page, csv, out);
            while (page.next().isPresent()) {
                page = page(call, filter, page.next());
                write(call, page, csv, out);
            }
        } finally {
            downloads.release();
        }
    }

    private static void write(Call call, Page<DeviceView> page, boolean csv, OutputStream out)
            throws IOException {
        for (DeviceView view : page.items()) {
            if (csv) {
                out.write(Csv.line(DeviceLine.of(view)));
            } else {
                out.write(Answers.JSON.write(DeviceBody.of(call.who(), view)).toArray());
                out.write('\n');
            }
        }
    }
}
