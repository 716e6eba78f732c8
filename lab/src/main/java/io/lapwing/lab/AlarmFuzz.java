package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.device.AlarmFrames;
import io.lapwing.device.AlarmKey;
import io.lapwing.device.AlarmOutcome;
import io.lapwing.device.AlarmSender;
import io.lapwing.device.AlarmVerifier;
import io.lapwing.device.TamperKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Any octets are an alarm of the one device there is, or refused for what is wrong with them; under a right tag they are judged by what
/// they say.
public final class AlarmFuzz {
    // Version, kind, DevEUI, module, counter, tag: docs/protocols/zone.md.
    private static final int BYTES = 38;
    private static final int DEV_EUI_AT = 2;
    private static final int MODULE_AT = 10;
    private static final int COUNTER_AT = 18;
    private static final int TAG_AT = 22;

    private static final long LAST = 0x0001_0000;
    private static final Bytes MODULE = Bytes.hex("A0A1A2A3A4A5A6A7");
    private static final AlarmSender SENDER = new AlarmSender(Samples.DEV_EUI, MODULE);

    // Jazzer calls a static method.
    private static final Aes AES = Aes.best();
    private static final Secret KEY = key();
    private static final AlarmVerifier VERIFIER =
            new AlarmVerifier(devEui ->
                    devEui.equals(Samples.DEV_EUI)
                            ? Optional.of(new AlarmVerifier.Known(MODULE, LAST, AlarmFuzz::cmac))
                            : Optional.empty());

    private AlarmFuzz() {}

    private static Secret key() {
        try (Secret root = Secret.take(FuzzedCard.APP_KEY.toArray())) {
            return AlarmKey.derive(AES, root, Samples.DEV_EUI);
        }
    }

    private static Bytes cmac(Bytes message) {
        return AES.cmac(KEY, message);
    }

    static List<Bytes> seeds() {
        try (AlarmFrames fresh = AlarmFrames.prepare(SENDER, LAST + 1, AlarmFuzz::cmac);
                AlarmFrames old = AlarmFrames.prepare(SENDER, LAST, AlarmFuzz::cmac)) {
            return Stream.of(TamperKind.values())
                    .filter(TamperKind::erases)
                    .flatMap(kind -> Stream.of(fresh.of(kind), old.of(kind)))
                    .toList();
        }
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes input = Bytes.of(octets);
        judge(input);
        if (octets.length >= TAG_AT) {
            Bytes said = input.slice(0, TAG_AT);
            judge(Bytes.concat(said, cmac(said)));
        }
    }

    private static void judge(Bytes frame) {
        Optional<AlarmOutcome.Reason> expected = expected(frame);
        switch (VERIFIER.verify(frame)) {
            case AlarmOutcome.Accepted accepted ->
                    require(
                            expected.isEmpty()
                                    && accepted.alarm().sender().equals(SENDER)
                                    && accepted.alarm().counter() > LAST,
                            frame + " is accepted");
            case AlarmOutcome.Refused(AlarmOutcome.Reason reason, String why) ->
                    require(
                            expected.equals(Optional.of(reason)) && !why.isEmpty(),
                            "%s is refused as %s: want %s".formatted(frame, reason, expected));
        }
    }

    /// What is to be refused, and nothing for an alarm.
    private static Optional<AlarmOutcome.Reason> expected(Bytes frame) {
        if (frame.length() != BYTES || frame.at(0) != 1) {
            return Optional.of(AlarmOutcome.Reason.MALFORMED);
        }
        if (!frame.slice(DEV_EUI_AT, MODULE_AT).equals(Samples.DEV_EUI.bigEndian())) {
            return Optional.of(AlarmOutcome.Reason.UNKNOWN_DEVICE);
        }
        if (!frame.slice(TAG_AT, BYTES).equals(cmac(frame.slice(0, TAG_AT)))) {
            return Optional.of(AlarmOutcome.Reason.FORGED);
        }
        if (!frame.slice(MODULE_AT, COUNTER_AT).equals(MODULE)) {
            return Optional.of(AlarmOutcome.Reason.OTHER_MODULE);
        }
        long counter = Long.parseLong(frame.slice(COUNTER_AT, TAG_AT).toHex(), 16);
        return counter > LAST ? Optional.empty() : Optional.of(AlarmOutcome.Reason.REPLAYED);
    }

    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }
}
