package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ProtectedJoinAccept;
import io.lapwing.lorawan.RootKeyKind;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds of every [KeySlots], wherever its keys are.
abstract class KeySlotsContract {
    static final Bytes ROOT = Bytes.hex("BEC499C69E9C939E413B663961636C61");

    // The session key block and its AppSKey of TTS pkg/crypto/key_derivation_test.go.
    private static final Bytes APP_S_KEY_BLOCK = Bytes.hex("021C3BAE422422120000006973000000");

    private final KeySlots slots = slots(ROOT, ROOT);

    /// Slots of a 1.1 device with these root keys of 16 octets.
    abstract KeySlots slots(Bytes nwkKey, Bytes appKey);

    @AfterEach
    void closeThem() {
        slots.close();
    }

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

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 32, 239, 240, 241, 256, 300})
    void computeOverMessagesOfEveryLength(int length) {
        Aes aes = Aes.best();
        Bytes message = Bytes.of(new byte[length]);
        Bytes blocks = Bytes.of(new byte[length * 16]);
        slots.derive(KeySlot.APP_KEY, APP_S_KEY_BLOCK, KeySlot.APP_S_KEY);

        try (Secret root = Secret.take(ROOT.toArray());
                Secret appSKey = aes.derive(root, APP_S_KEY_BLOCK)) {
            assertThat(slots.cmac(KeySlot.APP_KEY, message)).isEqualTo(aes.cmac(root, message));
            assertThat(slots.encrypt(KeySlot.APP_S_KEY, blocks))
                    .isEqualTo(aes.encrypt(appSKey, blocks));
        }
    }

    @ParameterizedTest
    @EnumSource(MacVersion.class)
    void joinAndAreUnderstood(MacVersion version) {
        SmallJoinServer server = new SmallJoinServer(version, version.hasNwkKey() ? "80" : "00");
        try (KeySlots own =
                slots(
                        SmallJoinServer.key(RootKeyKind.NWK_KEY),
                        SmallJoinServer.key(RootKeyKind.APP_KEY))) {
            EndDevice device =
                    new EndDevice(
                            server.identity(), own, DeviceMemory.volatileMemory(), new Random(1));

            SmallJoinServer.Answer answer = server.answer(device.joinRequest());
            DeviceSession session =
                    ((JoinOutcome.Joined) device.joinAccept(answer.accept())).session();

            assertUnderstood(session, answer);
            if (version.hasNwkKey()) {
                SmallJoinServer.Answer second =
                        server.answer(device.rejoinRequest(JoinType.REJOIN_1));
                assertUnderstood(
                        ((JoinOutcome.Joined) device.joinAccept(second.accept())).session(),
                        second);
            }
        }
    }

    private static void assertUnderstood(DeviceSession session, SmallJoinServer.Answer answer) {
        FPort port = new FPort(10);
        Transmission sent = new Transmission(5, 2);
        PhyPayload uplink = session.uplink(Outgoing.data(port, ROOT), sent);
        Reception.Accepted received =
                (Reception.Accepted) answer.networkSession().uplink(uplink, sent);

        assertThat(answer.applicationSession().open(received.fCnt(), port, received.payload()))
                .isEqualTo(ROOT);
    }

    @Test
    void giveOutNoJoinAcceptWithAWrongMic() {
        JoinAttempt attempt =
                new JoinAttempt(
                        JoinType.JOIN, MacVersion.V1_1, SmallJoinServer.JOIN_EUI, new DevNonce(1));
        slots.derive(
                KeySlot.NWK_KEY, Derivation.jsIntKey(SmallJoinServer.DEV_EUI), KeySlot.JS_INT_KEY);

        for (int length : new int[] {16, 32}) {
            ProtectedJoinAccept frame = new ProtectedJoinAccept(Bytes.of(new byte[length]));
            assertThat(slots.openJoinAccept(frame, attempt)).isEmpty();
        }
    }

    static void assertFault(Fault.Kind kind, ThrowingCallable call) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(call)
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(kind));
    }
}
