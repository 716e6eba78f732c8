package io.lapwing.platform;

import io.lapwing.console.DeviceView;
import io.lapwing.console.SessionView;
import io.lapwing.console.TamperWords;
import io.lapwing.kms.Approval;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceKey;
import io.lapwing.kms.HomeNetwork;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.kms.LastAlarm;
import io.lapwing.kms.ModuleDigest;
import io.lapwing.lorawan.NonceHeadroom;
import java.util.List;
import java.util.Optional;

/// Devices as people see them.
final class DeviceViews {
    private DeviceViews() {}

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
                device.keys().keys().stream().map(DeviceViews::rootKey).toList(),
                device.pending().stream().map(DeviceViews::waiting).toList(),
                nonces(device),
                device.joins().sessions().size(),
                device.module().map(ModuleDigest::toString),
                device.alarm().map(DeviceViews::tamper));
    }

    private static DeviceView.Tamper tamper(LastAlarm alarm) {
        return new DeviceView.Tamper(alarm.kind(), alarm.counter(), alarm.at().toString());
    }

    /// What its alarm says, in words: `tampered: opened (light), alarm 7`.
    static String tampered(DeviceView view) {
        return view.tamper()
                .map(tamper ->
                        "tampered: %s (%s), alarm %d"
                                .formatted(
                                        TamperWords.of(tamper.kind()),
                                        tamper.kind(),
                                        tamper.counter()))
                .orElse("no alarm");
    }

    private static DeviceView.Delivery delivery(KeyDelivery delivery) {
        return new DeviceView.Delivery(
                Words.of(delivery.appSKey()),
                delivery.applicationServer(),
                delivery.networkServerKey(),
                delivery.applicationServerKey());
    }

    private static DeviceView.RootKeyView rootKey(DeviceKey key) {
        return new DeviceView.RootKeyView(
                Words.of(key.kind()),
                key.id().slot() + "." + key.id().version(),
                key.wrapped().version(),
                Words.of(key.origin()),
                key.exposed(),
                key.since().toString());
    }

    private static DeviceView.Waiting waiting(Approval approval) {
        return new DeviceView.Waiting(
                Words.of(approval.step()),
                approval.requestedBy(),
                approval.at().toString(),
                approval.reason());
    }

    private static DeviceView.Nonces nonces(Device device) {
        NonceHeadroom left = device.joins().nonceHeadroom(device.macVersion(), device.joinEui());
        return new DeviceView.Nonces(
                left.devNonces(), left.joinNonces(), left.rejoins(), device.noncesLow());
    }

    /// Its last sessions, newest first.
    static List<SessionView> sessions(Device device) {
        return device.joins().sessions().stream()
                .map(session ->
                        new SessionView(
                                session.id().toString(),
                                Words.of(session.type()),
                                session.source().netId().toString(),
                                session.source().devNonce().value(),
                                session.source().joinNonce().value(),
                                Optional.empty()))
                .toList();
    }

    /// The page of the device.
    static void write(DeviceView view, Terminal terminal) {
        terminal.heading("device " + view.devEui());
        row(
                terminal,
                "state",
                view.state() + view.barred().map(why -> " (" + why + ")").orElse(""));
        view.tamper()
                .ifPresent(tamper ->
                        row(terminal, "alarm", tampered(view) + ", taken " + tamper.at()));
        row(terminal, "JoinEUI", view.joinEui());
        row(terminal, "LoRaWAN", view.macVersion());
        row(
                terminal,
                "owner",
                view.owner().orElse(view.claimRequired() ? "none; a claim is required" : "none"));
        row(terminal, "home network", view.home().orElse("none"));
        view.module().ifPresent(module -> row(terminal, "module", module));
        view.labels().forEach((key, value) -> row(terminal, "label", key + "=" + value));
        row(terminal, "AppSKey", view.delivery().appSKey());
        view.delivery().applicationServer().ifPresent(id -> row(terminal, "AS-ID", id));
        view.delivery().networkServerKey().ifPresent(label -> row(terminal, "key for NS", label));
        view.delivery()
                .applicationServerKey()
                .ifPresent(label -> row(terminal, "key for AS", label));
        for (DeviceView.RootKeyView key : view.rootKeys()) {
            row(
                    terminal,
                    "root key",
                    key.kind()
                            + " "
                            + key.version()
                            + (key.version().equals(view.rootKey()) ? ", in use" : "")
                            + ", "
                            + key.origin()
                            + (key.exposed() ? ", exposed" : ""));
        }
        row(
                terminal,
                "nonces left",
                "%,d DevNonces, %,d JoinNonces%s"
                        .formatted(
                                view.nonces().devNonces(),
                                view.nonces().joinNonces(),
                                view.nonces().low() ? ": running low" : ""));
        row(terminal, "sessions", Integer.toString(view.sessions()));
        for (DeviceView.Waiting step : view.pending()) {
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
