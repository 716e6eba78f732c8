package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.device.DeviceIdentity;
import io.lapwing.device.DeviceMemory;
import io.lapwing.device.EndDevice;
import io.lapwing.device.SoftKeySlots;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.kms.NewDevice;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.vault.KeyBinding;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/// A device of the product's own stack whose root keys the test knows, since it imported them.
///
/// @param nwkKey of a 1.1 device alone
record TestDevice(
        Eui64 devEui, MacVersion version, Bytes appKey, Optional<Bytes> nwkKey, EndDevice device) {
    private static final long FIRST_DEV_EUI = 0x70B3D57ED0001000L;
    private static final int KEY_BYTES = 16;

    /// The device with this number; the same number gives the same keys.
    static TestDevice of(int number, MacVersion version) {
        Random random = new Random(number);
        Bytes appKey = key(random);
        return of(
                number,
                version,
                appKey,
                version.hasNwkKey() ? Optional.of(key(random)) : Optional.empty());
    }

    static TestDevice of(int number, MacVersion version, Bytes appKey, Optional<Bytes> nwkKey) {
        Eui64 devEui = Eui64.parse("%016X".formatted(FIRST_DEV_EUI + number));
        Aes aes = Aes.best();
        SoftKeySlots slots =
                nwkKey.map(root -> SoftKeySlots.of11(aes, secret(root), secret(appKey)))
                        .orElseGet(() -> SoftKeySlots.of10(aes, secret(appKey)));
        return new TestDevice(
                devEui,
                version,
                appKey,
                nwkKey,
                new EndDevice(
                        new DeviceIdentity(devEui, Players.JOIN_EUI, version),
                        slots,
                        DeviceMemory.volatileMemory(),
                        new Random(number)));
    }

    /// Imports it, its AppSKey going out with the answer.
    TestDevice enteredIn(RunningPlatform platform) {
        return enteredIn(platform, Players.delivery(KeyDelivery.AppSKey.IN_ANSWER));
    }

    TestDevice enteredIn(RunningPlatform platform, KeyDelivery delivery) {
        return enteredIn(platform, delivery, plain -> plain);
    }

    /// Imports it with what else is known of it, its AppSKey going out with the answer.
    TestDevice enteredIn(RunningPlatform platform, UnaryOperator<NewDevice> more) {
        return enteredIn(platform, Players.delivery(KeyDelivery.AppSKey.IN_ANSWER), more);
    }

    private TestDevice enteredIn(
            RunningPlatform platform, KeyDelivery delivery, UnaryOperator<NewDevice> more) {
        Map<KeyBinding.Kind, String> sealed = new HashMap<>();
        sealed.put(KeyBinding.Kind.APP_KEY, platform.sealed(appKey));
        nwkKey.ifPresent(key -> sealed.put(KeyBinding.Kind.NWK_KEY, platform.sealed(key)));
        platform.platform()
                .kms()
                .devices()
                .createImported(
                        RunningPlatform.ANNA,
                        more.apply(
                                NewDevice.of(devEui, Players.JOIN_EUI, version)
                                        .withDelivery(delivery)),
                        sealed);
        return this;
    }

    /// OptNeg for a device that speaks 1.1.
    DlSettings settings() {
        return DlSettings.parse(version.hasNwkKey() ? "93" : "13");
    }

    private static Bytes key(Random random) {
        byte[] octets = new byte[KEY_BYTES];
        random.nextBytes(octets);
        return Bytes.of(octets);
    }

    private static Secret secret(Bytes octets) {
        return Secret.take(octets.toArray());
    }
}
