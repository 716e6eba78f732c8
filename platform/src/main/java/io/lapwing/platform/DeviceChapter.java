package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.device.EndDevice;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceExport;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.kms.KeyDelivery.AppSKey;
import io.lapwing.kms.Kms;
import io.lapwing.kms.Lifecycle;
import io.lapwing.lorawan.BackendMessage.HomeNsReq;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinNonce;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.lorawan.SessionSource;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.KeyBinding.Kind;
import io.lapwing.vault.KeyBinding.Role;
import java.io.StringWriter;

/// The platform starts, its guests come, devices are made.
record DeviceChapter(Narrator narrator, DemoCast cast) {
    /// A device that nobody made.
    private static final Eui64 NOBODY = new Eui64(0);

    /// A slot that no device uses.
    private static final int SPARE_SLOT = 1;

    void tell() {
        narrator.check(
                "guests", "Its guests' wrapping keys arrive sealed to the vault", this::guests);
        narrator.check(
                "serves",
                "It answers them over HTTPS with certificates on both sides",
                this::serves);
        narrator.check("made", "Devices are made, provisioned by a station, claimed", this::made);
        narrator.check(
                "no-root-key-leaves",
                "The vault makes no copy of a root key for anyone but a station",
                () -> forbidden(this::wrapRootKeyForNetwork));
        narrator.check(
                "no-app-s-key-for-network",
                "The vault wraps no AppSKey for a network server",
                () -> forbidden(this::wrapAppSKeyForNetwork));
        narrator.check("export", "The export names every device and holds no key", this::export);
    }

    private Kms kms() {
        return cast.platform().kms();
    }

    private Verdict guests() {
        cast.welcome();
        boolean all =
                kms().receivers().find(Role.NETWORK_SERVER, DemoNetworkServer.NAME).isPresent()
                        && kms().receivers()
                                .find(Role.APPLICATION_SERVER, DemoCast.OWNER)
                                .isPresent()
                        && kms().receivers().find(Role.STATION, DemoStation.LABEL).isPresent();
        return Verdict.of(all, DemoNetworkServer.NAME + ", " + DemoCast.OWNER + ", …");
    }

    private Verdict serves() {
        ResultCode code =
                cast.network()
                        .ask(new HomeNsReq(cast.network().header(DemoCast.JOIN_EUI), NOBODY))
                        .result()
                        .code();
        return Verdict.of(code == ResultCode.UNKNOWN_DEV_EUI, cast.site().uri().toString());
    }

    private Verdict made() {
        cast.make(MacVersion.V1_0_3, AppSKey.IN_ANSWER);
        cast.make(MacVersion.V1_0_4, AppSKey.IN_ANSWER);
        cast.make(MacVersion.V1_1, AppSKey.ON_REQUEST);
        boolean claimed =
                cast.devices().stream()
                        .allMatch(device -> row(device).state() == Lifecycle.CLAIMED);
        return Verdict.of(claimed, "LoRaWAN 1.0.3, 1.0.4, 1.1");
    }

    private Device row(EndDevice device) {
        return kms().devices().find(device.identity().devEui()).orElseThrow();
    }

    private void wrapRootKeyForNetwork() {
        Bytes devEui = cast.devices().getFirst().identity().devEui().bigEndian();
        cast.platform()
                .vault()
                .generateFor(
                        new KeyBinding.Root(devEui, Kind.APP_KEY, SPARE_SLOT, 1),
                        kms().receivers().wrappingKey(Role.NETWORK_SERVER, DemoNetworkServer.NAME));
    }

    private void wrapAppSKeyForNetwork() {
        SessionSource source =
                new SessionSource(
                        Keying.AS_1_0,
                        new JoinNonce(1),
                        new DevNonce(1),
                        DemoNetworkServer.NET_ID,
                        DemoCast.JOIN_EUI);
        Bytes _ =
                kms().joinAccess()
                        .withKeys(
                                row(cast.devices().getFirst()),
                                keys ->
                                        keys.deriveFor(
                                                keys.key(Kind.APP_KEY),
                                                Derivation.sessionKey(
                                                        SessionKeyType.APP_S_KEY, source),
                                                Role.NETWORK_SERVER,
                                                DemoNetworkServer.NAME));
    }

    private static Verdict forbidden(Runnable attempt) {
        try {
            attempt.run();
            return Verdict.of(false, "it did");
        } catch (Fault fault) {
            return Verdict.of(fault.kind() == Fault.Kind.FORBIDDEN, "refused");
        }
    }

    private Verdict export() {
        StringWriter out = new StringWriter();
        long count = kms().export().write(DeviceQuery.ALL, DeviceExport.Format.JSON_LINES, out);
        boolean clean = !new KeyHunt(cast.keys()).isIn(out.toString());
        return Verdict.of(clean && count == cast.devices().size(), count + " devices");
    }
}
