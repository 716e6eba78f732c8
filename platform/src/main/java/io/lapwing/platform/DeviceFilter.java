package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.DeviceQuery;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which devices, as options; all of them must apply.
final class DeviceFilter {
    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description =
                    "As typed into the console: digits of the DevEUI, else how an owner or a label begins.")
    private @Nullable String text;

    @Option(
            names = "--prefix",
            paramLabel = "DIGITS",
            description = "Leading digits of the DevEUI.")
    private @Nullable String prefix;

    @Option(names = "--state", paramLabel = "STATE", description = "provisioned, active, ….")
    private @Nullable String state;

    @Option(names = "--owner", paramLabel = "NAME", description = "Whose.")
    private @Nullable String owner;

    @Option(
            names = "--join-eui",
            paramLabel = "EUI",
            description = "With this JoinEUI, 16 hexadecimal digits.")
    private @Nullable String joinEui;

    @Option(
            names = "--net-id",
            paramLabel = "NETID",
            description = "With this home network, 6 hexadecimal digits.")
    private @Nullable String netId;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "With this label; several times.")
    private Map<String, String> labels = new TreeMap<>();

    @Option(names = "--exposed", description = "With a root key that ever was outside a vault.")
    private boolean exposed;

    @Option(names = "--nonces-low", description = "Whose nonces run out.")
    private boolean noncesLow;

    /// Whether nothing is asked for: all devices.
    boolean isOpen() {
        return Stream.of(text, prefix, state, owner, joinEui, netId).allMatch(Objects::isNull)
                && labels.isEmpty()
                && !exposed
                && !noncesLow;
    }

    /// The same as the console asks it.
    ///
    /// @throws Fault `BAD_INPUT` for `--text` beside `--prefix`
    io.lapwing.console.DeviceFilter wanted() {
        if (text != null && prefix != null) {
            throw Fault.badInput("--text and --prefix: want one of them");
        }
        return asked(Optional.ofNullable(text == null ? prefix : text));
    }

    private io.lapwing.console.DeviceFilter asked(Optional<String> typed) {
        return new io.lapwing.console.DeviceFilter(
                typed,
                Optional.ofNullable(state),
                Optional.ofNullable(owner),
                Optional.ofNullable(joinEui),
                Optional.ofNullable(netId),
                new TreeMap<>(labels),
                exposed,
                noncesLow);
    }

    DeviceQuery query() {
        DeviceQuery query = KmsDeviceDesk.query(asked(Optional.ofNullable(text)));
        return prefix == null ? query : query.withEuis(DeviceQuery.euiPrefix(prefix));
    }
}
