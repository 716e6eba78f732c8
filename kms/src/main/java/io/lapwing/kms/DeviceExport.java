package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.NonceHeadroom;
import io.lapwing.service.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Writes what is known of devices, without keys: not even wrapped ones leave.
public final class DeviceExport {
    /// How a file is written.
    public enum Format {
        /// One JSON object a line.
        JSON_LINES,
        /// RFC 4180 with a header; a spreadsheet shows each field as text.
        CSV
    }

    private final DeviceSearch search;
    private final Json json = Json.strict().build();

    DeviceExport(DeviceSearch search) {
        this.search = search;
    }

    /// One device as it is exported.
    ///
    /// @param rootKey slot and version in use, `0.1`
    /// @param exposed whether a root key of it ever was outside a vault
    /// @param alarm the kind of the last alarm that it raised
    record Line(
            String devEui,
            String joinEui,
            String macVersion,
            String state,
            boolean claimRequired,
            Optional<String> netId,
            Optional<String> nsId,
            Optional<String> owner,
            Optional<String> applicationServer,
            String labels,
            String rootKey,
            boolean exposed,
            boolean noncesLow,
            int devNoncesLeft,
            int joinNoncesLeft,
            Optional<String> module,
            Optional<String> alarm) {
        static final List<String> HEADER =
                List.of(
                        "devEui",
                        "joinEui",
                        "macVersion",
                        "state",
                        "claimRequired",
                        "netId",
                        "nsId",
                        "owner",
                        "applicationServer",
                        "labels",
                        "rootKey",
                        "exposed",
                        "noncesLow",
                        "devNoncesLeft",
                        "joinNoncesLeft",
                        "module",
                        "alarm");

        static Line of(Device device) {
            NonceHeadroom left =
                    device.joins().nonceHeadroom(device.macVersion(), device.joinEui());
            return new Line(
                    device.devEui().toString(),
                    device.joinEui().toString(),
                    device.macVersion().toString(),
                    device.state().word(),
                    device.claimRequired(),
                    device.home().map(home -> home.netId().toString()),
                    device.home().flatMap(HomeNetwork::nsId).map(Eui64::toString),
                    device.owner(),
                    device.delivery().applicationServer(),
                    device.labels().toString(),
                    device.keys().active().slot() + "." + device.keys().active().version(),
                    device.keys().exposed(),
                    device.noncesLow(),
                    left.devNonces(),
                    left.joinNonces(),
                    device.module().map(ModuleDigest::toString),
                    device.alarm().map(LastAlarm::kind));
        }

        List<String> fields() {
            return List.of(
                    devEui,
                    joinEui,
                    macVersion,
                    state,
                    Boolean.toString(claimRequired),
                    netId.orElse(""),
                    nsId.orElse(""),
                    owner.orElse(""),
                    applicationServer.orElse(""),
                    labels,
                    rootKey,
                    Boolean.toString(exposed),
                    Boolean.toString(noncesLow),
                    Integer.toString(devNoncesLeft),
                    Integer.toString(joinNoncesLeft),
                    module.orElse(""),
                    alarm.orElse(""));
        }
    }

    /// Writes all devices that `query` matches, in the order of their DevEUIs, page by page.
    ///
    /// @return how many
    public long write(DeviceQuery query, Format format, Writer out) {
        return write(search.all(query), format, out);
    }

    /// Writes these devices, as they come.
    ///
    /// @return how many
    public long write(Iterator<Device> devices, Format format, Writer out) {
        long count = 0;
        try {
            if (format == Format.CSV) {
                out.write(Csv.line(Line.HEADER));
            }
            while (devices.hasNext()) {
                out.write(line(Line.of(devices.next()), format));
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "export after " + count + " devices: the output takes no more",
                    e);
        }
    }

    private String line(Line line, Format format) {
        return switch (format) {
            case CSV -> Csv.line(line.fields());
            case JSON_LINES ->
                    new String(json.write(line).toArray(), StandardCharsets.UTF_8) + "\n";
        };
    }
}
