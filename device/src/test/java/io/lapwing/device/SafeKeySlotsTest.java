package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.ProtectedJoinAccept;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SafeKeySlotsTest extends KeySlotsContract {
    @Override
    KeySlots slots(Bytes nwkKey, Bytes appKey) {
        return new SafeKeySlots(
                SafeCard.open(
                        new SafeSimulator(
                                Bytes.concat(
                                        SafeSimulator.key(0x11, nwkKey),
                                        SafeSimulator.key(0x12, appKey)))));
    }

    @Test
    void takesNoAnswerOfAnotherLength() {
        Bytes block = Bytes.of(new byte[16]);
        JoinAttempt attempt =
                new JoinAttempt(
                        JoinType.JOIN,
                        MacVersion.V1_1,
                        Eui64.parse("70B3D57ED0000000"),
                        new DevNonce(1));

        assertTampered(slots -> slots.cmac(KeySlot.APP_KEY, block));
        assertTampered(slots -> slots.encrypt(KeySlot.APP_S_KEY, block));
        assertTampered(slots -> slots.openJoinAccept(new ProtectedJoinAccept(block), attempt));
    }

    private static void assertTampered(Consumer<KeySlots> work) {
        for (String answer :
                new String[] {"9000", "00".repeat(15) + "9000", "00".repeat(17) + "9000"}) {
            KeySlots slots = new SafeKeySlots(SafeCard.open(new ScriptedCard("9000", answer)));
            assertThatExceptionOfType(Fault.class)
                    .isThrownBy(() -> work.accept(slots))
                    .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
        }
    }
}
