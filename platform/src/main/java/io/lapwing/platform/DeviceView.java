package io.lapwing.platform;

import io.lapwing.kms.Approval;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceKey;
import io.lapwing.kms.HomeNetwork;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.lorawan.NonceHeadroom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A device as administrators see it. It has no key, not even a wrapped one.
///
/// @param mayJoin whether a join of it is looked at; `barred` says why not
/// @param rootKey slot and version in use, `0.1`
/// @param pending steps that wait for a second person
record DeviceView(
        String devEui,
        String joinEui,
        String macVersion,
        String state,
        boolean mayJoin,
        Optional<String> barred,
        boolean claimRequired,
        Optional<String> owner,
        Optional<String> home,
        Map<String, String> labels,
        Delivery delivery,
        String rootKey,
        List<RootKeyView> rootKeys,
        List<Waiting> pending,
        Nonces nonces,
        int sessions) {
    record Delivery(
            String appSKey,
            Optional<String> applicationServer,
            Optional<String> networkServerKey,
            Optional<String> applicationServerKey) {}

    record RootKeyView(
            String kind,
            String version,
            int vaultKeyVersion,
            String origin,
            boolean exposed,
            String since) {}

    record Waiting(String step, String requestedBy, String at, String reason) {}

    /// How many are left.
    record Nonces(int devNonces, int joinNonces, int rejoins, boolean low) {}

    static DeviceView of(Device device) {
        return new DeviceView(
                device.devEui().toString(),
                device.joinEui().toString(),
                device.macVersion().toString(),
                device.state().word(),
                device.admission() instanceof Device.Admission.Admitted,
                device.admission() instanceof Device.Admission.Barred(String why)
                        ? Optional.of(why)
                        : Optional.empty(),
                device.claimRequired(),
                device.owner(),
                device.home().map(HomeNetwork::toString),
                device.labels().values(),
                delivery(device.delivery()),
                device.keys().active().slot() + "." + device.keys().active().version(),
                device.keys().keys().stream().map(DeviceView::rootKey).toList(),
                device.pending().stream().map(DeviceView::waiting).toList(),
                nonces(device),
                device.joins().sessions().size());
    }

    private static Delivery delivery(KeyDelivery delivery) {
        return new Delivery(
                Words.of(delivery.appSKey()),
                delivery.applicationServer(),
                delivery.networkServerKey(),
                delivery.applicationServerKey());
    }

    private static RootKeyView rootKey(DeviceKey key) {
        return new RootKeyView(
                Words.of(key.kind()),
                key.id().slot() + "." + key.id().version(),
                key.wrapped().version(),
                Words.of(key.origin()),
                key.exposed(),
                key.since().toString());
    }

    private static Waiting waiting(Approval approval) {
        return new Waiting(
                Words.of(approval.step()),
                approval.requestedBy(),
                approval.at().toString(),
                approval.reason());
    }

    private static Nonces nonces(Device device) {
        NonceHeadroom left = device.joins().nonceHeadroom(device.macVersion(), device.joinEui());
        return new Nonces(left.devNonces(), left.joinNonces(), left.rejoins(), device.noncesLow());
    }

    /// The page of the device.
    void write(Terminal terminal) {
        terminal.heading("device " + devEui);
        row(terminal, "state", state + barred.map(why -> " (" + why + ")").orElse(""));
        row(terminal, "JoinEUI", joinEui);
        row(terminal, "LoRaWAN", macVersion);
        row(terminal, "owner", owner.orElse(claimRequired ? "none; a claim is required" : "none"));
        row(terminal, "home network", home.orElse("none"));
        labels.forEach((key, value) -> row(terminal, "label", key + "=" + value));
        row(terminal, "AppSKey", delivery.appSKey());
        delivery.applicationServer().ifPresent(id -> row(terminal, "AS-ID", id));
        delivery.networkServerKey().ifPresent(label -> row(terminal, "key for NS", label));
        delivery.applicationServerKey().ifPresent(label -> row(terminal, "key for AS", label));
        for (RootKeyView key : rootKeys) {
            row(
                    terminal,
                    "root key",
                    key.kind()
                            + " "
                            + key.version()
                            + (key.version().equals(rootKey) ? ", in use" : "")
                            + ", "
                            + key.origin()
                            + (key.exposed() ? ", exposed" : ""));
        }
        row(
                terminal,
                "nonces left",
                "%,d DevNonces, %,d JoinNonces%s"
                        .formatted(
                                nonces.devNonces(),
                                nonces.joinNonces(),
                                nonces.low() ? ": running low" : ""));
        row(terminal, "sessions", Integer.toString(sessions));
        for (Waiting step : pending) {
            row(
                    terminal,
                    "waits",
                    step.step() + ", asked by " + step.requestedBy() + ": " + step.reason());
        }
    }

    private static void row(Terminal terminal, String name, String value) {
        terminal.line("  %-14s%s".formatted(name, value));
    }
}
