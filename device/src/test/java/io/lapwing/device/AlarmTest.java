package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Eui64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmTest {
    private static final Eui64 DEV_EUI = Eui64.parse("0102030405060708");
    private static final Bytes MODULE = Bytes.hex("A1A2A3A4A5A6A7A8");
    private static final AlarmSender SENDER = new AlarmSender(DEV_EUI, MODULE);
    private static final Bytes ROOT_KEY = Bytes.hex("000102030405060708090A0B0C0D0E0F");

    private final Aes aes = Aes.best();

    private Secret alarmKey() {
        try (Secret root = Secret.take(ROOT_KEY.toArray())) {
            return AlarmKey.derive(aes, root, DEV_EUI);
        }
    }

    private Bytes cmac(Bytes message) {
        try (Secret key = alarmKey()) {
            return aes.cmac(key, message);
        }
    }

    private AlarmFrames prepared(long counter) {
        return AlarmFrames.prepare(SENDER, counter, this::cmac);
    }

    private AlarmVerifier verifier(Bytes module, long lastCounter) {
        UnaryOperator<Bytes> cmac = this::cmac;
        return new AlarmVerifier(devEui ->
                devEui.equals(DEV_EUI)
                        ? Optional.of(new AlarmVerifier.Known(module, lastCounter, cmac))
                        : Optional.empty());
    }

    private static void assertRefused(AlarmOutcome outcome, AlarmOutcome.Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        AlarmOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void isOneShapeThatFitsTheSmallestLorawanPayload() {
        try (AlarmFrames frames = prepared(0x01020304)) {
            Bytes frame = frames.of(TamperKind.COOLING);

            assertThat(frame.length()).isEqualTo(38).isLessThanOrEqualTo(51);
            assertThat(frame.slice(0, 22))
                    .isEqualTo(
                            Bytes.hex(
                                    "0103" + "0102030405060708" + "A1A2A3A4A5A6A7A8" + "01020304"));
            assertThat(frame.slice(22, 38)).isEqualTo(cmac(frame.slice(0, 22)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAcceptedOfEveryKindThatErases(TamperKind kind) {
        try (AlarmFrames frames = prepared(Alarm.MOST)) {
            if (kind.erases()) {
                Alarm alarm = new Alarm(SENDER, kind.code(), Alarm.MOST);
                assertThat(verifier(MODULE, 0).verify(frames.of(kind)))
                        .isEqualTo(new AlarmOutcome.Accepted(alarm));
                assertThat(alarm.kind()).contains(kind);
            } else {
                assertThatExceptionOfType(Fault.class)
                        .isThrownBy(() -> frames.of(kind))
                        .withMessage(kind + " raises no alarm: want a kind that erases");
            }
        }
    }

    @Test
    void isAnAlarmEvenWhenItsKindIsNotKnownHere() {
        Alarm later = new Alarm(SENDER, 200, 1);

        assertThat(verifier(MODULE, 0).verify(AlarmFrame.of(later, this::cmac)))
                .isEqualTo(new AlarmOutcome.Accepted(later));
        assertThat(later.kind()).isEmpty();
    }

    @Test
    void isRefusedWithAnyBitChanged() {
        try (AlarmFrames frames = prepared(7)) {
            byte[] frame = frames.of(TamperKind.LIGHT).toArray();
            for (int bit = 0; bit < frame.length * 8; bit++) {
                frame[bit / 8] ^= (byte) (1 << (bit % 8));
                AlarmOutcome.Reason expected =
                        switch (bit / 8) {
                            case 0 -> AlarmOutcome.Reason.MALFORMED;
                            case 2, 3, 4, 5, 6, 7, 8, 9 -> AlarmOutcome.Reason.UNKNOWN_DEVICE;
                            default -> AlarmOutcome.Reason.FORGED;
                        };
                assertRefused(verifier(MODULE, 0).verify(Bytes.of(frame)), expected);
                frame[bit / 8] ^= (byte) (1 << (bit % 8));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 37, 39, 51, 65536})
    void isRefusedAtAnyOtherLength(int length) {
        assertThat(verifier(MODULE, 0).verify(Bytes.of(new byte[length])))
                .isEqualTo(
                        new AlarmOutcome.Refused(
                                AlarmOutcome.Reason.MALFORMED,
                                "alarm of " + length + " bytes: want 38"));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, Alarm.MOST})
    void isRefusedWhenItComesAgain(long lastCounter) {
        try (AlarmFrames frames = prepared(7)) {
            assertRefused(
                    verifier(MODULE, lastCounter).verify(frames.of(TamperKind.LIGHT)),
                    AlarmOutcome.Reason.REPLAYED);
            assertThat(verifier(MODULE, 6).verify(frames.of(TamperKind.LIGHT)))
                    .isInstanceOf(AlarmOutcome.Accepted.class);
        }
    }

    @Test
    void isRefusedOfAnotherModule() {
        try (AlarmFrames frames = prepared(7)) {
            assertRefused(
                    verifier(Bytes.hex("0000000000000000"), 0).verify(frames.of(TamperKind.LIGHT)),
                    AlarmOutcome.Reason.OTHER_MODULE);
        }
    }

    private static AlarmOutcome judge(AlarmVerifier.Known known, Bytes frame) {
        return new AlarmVerifier(_ -> Optional.of(known)).verify(frame);
    }

    @Test
    void isAcceptedUnderAnyRootKeyThatTheDeviceMayStillHave() {
        UnaryOperator<Bytes> older = _ -> Bytes.of(new byte[16]);
        Optional<Bytes> module = Optional.of(MODULE);
        try (AlarmFrames frames = prepared(7)) {
            Bytes frame = frames.of(TamperKind.LIGHT);

            assertThat(judge(new AlarmVerifier.Known(module, 0, List.of(older, this::cmac)), frame))
                    .isInstanceOf(AlarmOutcome.Accepted.class);
            assertRefused(
                    judge(new AlarmVerifier.Known(module, 0, List.of(older)), frame),
                    AlarmOutcome.Reason.FORGED);
            assertRefused(
                    judge(new AlarmVerifier.Known(module, 0, List.of()), frame),
                    AlarmOutcome.Reason.FORGED);
        }
    }

    @Test
    void isAcceptedOfAnyModuleWhereNoneIsKnown() {
        try (AlarmFrames frames = prepared(7)) {
            assertThat(
                            judge(
                                    new AlarmVerifier.Known(
                                            Optional.empty(), 0, List.of(this::cmac)),
                                    frames.of(TamperKind.LIGHT)))
                    .isInstanceOf(AlarmOutcome.Accepted.class);
        }
    }

    @Test
    void hasAKeyOfItsOwnForEachDevice() {
        assertThat(AlarmKey.block(DEV_EUI))
                .isEqualTo(Bytes.hex("A1616C61726D00010102030405060708"));
        try (Secret root = Secret.take(ROOT_KEY.toArray());
                Secret other = AlarmKey.derive(aes, root, Eui64.parse("0102030405060709"))) {
            assertThat(aes.cmac(other, MODULE)).isNotEqualTo(cmac(MODULE));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, Alarm.MOST + 1})
    void isNotPreparedWithACounterThatDoesNotFit(long counter) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> prepared(counter))
                .withMessage("alarm counter " + counter + ": want 1 to 4294967295");
    }

    @Test
    void wantsEightOctetsOfTheModuleIdentity() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new AlarmSender(DEV_EUI, Bytes.hex("00")))
                .withMessage("module identity of 1 bytes: want its first 8");
    }
}
