package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.kms.Labels;
import io.lapwing.kms.Lifecycle;
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
        return Stream.of(text, prefix, state, owner).allMatch(Objects::isNull)
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
        return new io.lapwing.console.DeviceFilter(
                Optional.ofNullable(text == null ? prefix : text),
                Optional.ofNullable(state),
                Optional.ofNullable(owner),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(labels),
                exposed,
                noncesLow);
    }

    DeviceQuery query() {
        DeviceQuery query = DeviceQuery.ALL.withLabels(new Labels(labels));
        if (text != null) {
            query = query.withText(text);
        }
        if (prefix != null) {
            query = query.withEuis(DeviceQuery.euiPrefix(prefix));
        }
        if (state != null) {
            query = query.withState(Lifecycle.parse(state));
        }
        if (owner != null) {
            query = query.withOwner(owner);
        }
        if (exposed) {
            query = query.withExposed();
        }
        return noncesLow ? query.withNoncesLow() : query;
    }
}
