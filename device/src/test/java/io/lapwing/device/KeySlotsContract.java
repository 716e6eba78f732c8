package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds of key slots, wherever the keys are.
abstract class KeySlotsContract {
    static final Bytes ROOT = Bytes.hex("BEC499C69E9C939E413B663961636C61");

    // The session key block and its AppSKey of TTS pkg/crypto/key_derivation_test.go.
    private static final Bytes APP_S_KEY_BLOCK = Bytes.hex("021C3BAE422422120000006973000000");

    /// Slots of a 1.1 device, both of whose root keys are `ROOT`.
    private final KeySlots slots = slots();

    abstract KeySlots slots();

    /// Slots of a 1.0 device with this root key, which may be refused.
    abstract KeySlots slots10(Secret appKey);

    @ParameterizedTest
    @EnumSource(
            value = KeySlot.class,
            names = {"NWK_KEY", "APP_KEY", "JS_ENC_KEY", "JS_INT_KEY"})
    void encryptNothingWithARootOrJoinKey(KeySlot slot) {
        assertFault(Fault.Kind.FORBIDDEN, () -> slots.encrypt(slot, APP_S_KEY_BLOCK));
    }

    @Test
    void deriveOnlyIntoTheSlotOfTheBlocksType() {
        assertFault(
                Fault.Kind.FORBIDDEN,
                () -> slots.derive(KeySlot.APP_KEY, APP_S_KEY_BLOCK, KeySlot.F_NWK_S_INT_KEY));
        assertFault(
                Fault.Kind.FORBIDDEN,
                () -> slots.derive(KeySlot.APP_KEY, APP_S_KEY_BLOCK, KeySlot.NWK_KEY));
        slots.derive(KeySlot.APP_KEY, APP_S_KEY_BLOCK, KeySlot.APP_S_KEY);
        assertFault(
                Fault.Kind.FORBIDDEN,
                () -> slots.derive(KeySlot.APP_S_KEY, APP_S_KEY_BLOCK, KeySlot.APP_S_KEY));
        assertFault(
                Fault.Kind.FORBIDDEN,
                () -> slots.derive(KeySlot.APP_KEY, Bytes.hex("02"), KeySlot.APP_S_KEY));
    }

    @Test
    void computeWithTheDerivedKey() {
        Aes aes = Aes.best();
        slots.derive(KeySlot.APP_KEY, APP_S_KEY_BLOCK, KeySlot.APP_S_KEY);

        try (Secret root = Secret.take(ROOT.toArray());
                Secret appSKey = aes.derive(root, APP_S_KEY_BLOCK)) {
            assertThat(slots.encrypt(KeySlot.APP_S_KEY, ROOT))
                    .isEqualTo(aes.encrypt(appSKey, ROOT));
            assertThat(slots.cmac(KeySlot.APP_S_KEY, ROOT)).isEqualTo(aes.cmac(appSKey, ROOT));
        }
    }

    @Test
    void sayThatASlotIsEmpty() {
        assertFault(Fault.Kind.NOT_FOUND, () -> slots.cmac(KeySlot.S_NWK_S_INT_KEY, ROOT));
        slots.close();
        assertFault(Fault.Kind.NOT_FOUND, () -> slots.cmac(KeySlot.NWK_KEY, ROOT));
    }

    @Test
    void refuseARootKeyOfAnotherLength() {
        assertFault(Fault.Kind.BAD_INPUT, () -> slots10(Secret.random(32)));
    }

    static void assertFault(Fault.Kind kind, ThrowingCallable call) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(call)
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(kind));
    }
}
