package io.lapwing.console.api;

import io.lapwing.console.DeviceDesk;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.util.List;
import java.util.Set;

/// Devices with encrypted keys to take in.
final class DeviceFileRoutes {

    private static final Set<String> TYPES = Set.of(MediaTypes.CSV, MediaTypes.JSON_LINES);

    private final DeviceDesk desk;

    DeviceFileRoutes(DeviceDesk desk) {
        this.desk = desk;
    }

    List<Operation> operations() {
        return List.of(
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
}
