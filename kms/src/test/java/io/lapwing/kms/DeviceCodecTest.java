package io.lapwing.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceCodecTest {
    private static final Eui64 DEV_EUI = Eui64.parse("0102030405060708");

    private final DeviceCodec codec = new DeviceCodec();

    @Test
    void readsWhatItWrote() {
        Device device = full();

        Device read = codec.decode(DEV_EUI, codec.encode(device));

        assertThat(read).isEqualTo(device);
    }

    @Test
    void readsADeviceOfWhichLittleIsKnown() {
        Device device =
                NewDevice.of(DEV_EUI, new Eui64(7), MacVersion.V1_0_3)
                        .provisioned(List.of(key(KeyBinding.Kind.APP_KEY)));

        Device read = codec.decode(DEV_EUI, codec.encode(device));

        assertThat(read).isEqualTo(device);
    }

    @Test
    void readsARowThatKnewOfNoAlarms() {
        String body = new String(codec.encode(full()).toArray(), StandardCharsets.UTF_8);
        String earlier = body.replaceFirst(",\"mod\":\"[^\"]*\",\"alarm\":\\{[^}]*\\}", "");

        Device read = codec.decode(DEV_EUI, Bytes.of(earlier.getBytes(StandardCharsets.UTF_8)));

        assertThat(earlier).isNotEqualTo(body);
        assertThat(read.module()).isEmpty();
        assertThat(read.alarm()).isEmpty();
        assertThat(read.lastAlarmCounter()).isZero();
    }

    @Test
    void keepsARowSmall() {
        assertThat(codec.encode(full()).length()).isLessThanOrEqualTo(800);
    }

    @Test
    void refusesARowThatWasChanged() {
        String body = new String(codec.encode(full()).toArray(), StandardCharsets.UTF_8);

        for (String changed :
                List.of(
                        body.replace("\"v\":1", "\"v\":2"),
                        body.replace("\"mac\"", "\"mak\""),
                        body.replace("1.1", "1.9"),
                        body.substring(0, body.length() / 2),
                        "[]",
                        "")) {
            Bytes row = Bytes.of(changed.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> codec.decode(DEV_EUI, row))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
        }
    }

    private static Device full() {
        return new Device(
                DEV_EUI,
                Eui64.parse("70B3D57ED0000000"),
                MacVersion.V1_1,
                Lifecycle.SUSPENDED,
                true,
                new RootKeys(
                        new RootKeyRef(0, 1),
                        List.of(key(KeyBinding.Kind.NWK_KEY), key(KeyBinding.Kind.APP_KEY))),
                Optional.of(
                        new HomeNetwork(
                                NetId.parse("600013"),
                                Optional.of(Eui64.parse("70B3D57ED0000001")))),
                Optional.of("acme"),
                new KeyDelivery(
                        KeyDelivery.AppSKey.ON_REQUEST,
                        Optional.of("as-1"),
                        Optional.of("ns:600013"),
                        Optional.of("as:1")),
                new Labels(Map.of("site", "berlin", "floor", "3")),
                List.of(
                        new Approval(
                                Approval.Step.DEV_NONCE_RESET,
                                "operator:anna",
                                Instant.ofEpochSecond(1_795_000_000),
                                "flashed")),
                JoinState.NEW,
                true,
                Optional.of(new ModuleDigest(Bytes.of(new byte[32]))),
                Optional.of(
                        new LastAlarm(
                                0xFFFF_FFFFL, "light", Instant.ofEpochSecond(1_795_000_001))));
    }

    private static DeviceKey key(KeyBinding.Kind kind) {
        return new DeviceKey(
                kind,
                new RootKeyRef(0, 1),
                new WrappedKey(3, Bytes.of(new byte[24]), Bytes.of(new byte[16])),
                DeviceKey.Origin.IMPORTED,
                true,
                Instant.ofEpochSecond(1_795_000_000));
    }
}
