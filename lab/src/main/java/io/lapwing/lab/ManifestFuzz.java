package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.ManifestJudge;
import io.lapwing.oscore.ManifestOutcome;
import io.lapwing.oscore.ManifestRefusal;
import io.lapwing.oscore.SuitEnvelope;
import io.lapwing.oscore.SuitManifest;
import java.util.List;

/// Any octets are an envelope that writes itself again, or `BAD_INPUT`; as an envelope they are judged, and only a signed one is
/// accepted; as a manifest under a good signature they are judged too, and accepted only if it is for this device.
public final class ManifestFuzz {
    /// The lowest sequence number.
    private static final long LEAST = 5;

    private static final FirmwareMaker MAKER = new FirmwareMaker();
    private static final ManifestJudge JUDGE = MAKER.judge();

    private ManifestFuzz() {}

    static List<Bytes> seeds() {
        var manifest =
                new SuitManifest(
                        7,
                        FirmwareMaker.RECIPIENT.vendor(),
                        FirmwareMaker.RECIPIENT.deviceClass(),
                        Bytes.of(new byte[32]),
                        1_000);
        Bytes signed = SuitEnvelope.sign(manifest, MAKER);
        return List.of(signed, SuitEnvelope.parse(signed).manifest());
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes input = Bytes.of(octets);
        try {
            if (!SuitEnvelope.parse(input).encode().equals(input)) {
                throw new AssertionError("envelope reads as another");
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT) {
                throw fault;
            }
        }
        judge(input);
        if (octets.length > 0) {
            judge(MAKER.envelope(input));
        }
    }

    private static void judge(Bytes envelope) {
        switch (JUDGE.judge(envelope, LEAST)) {
            case ManifestOutcome.Accepted accepted -> {
                SuitManifest manifest = accepted.manifest();
                if (manifest.sequenceNumber() < LEAST
                        || !manifest.vendor().equals(FirmwareMaker.RECIPIENT.vendor())
                        || !manifest.deviceClass().equals(FirmwareMaker.RECIPIENT.deviceClass())
                        || manifest.imageBytes() > FirmwareMaker.RECIPIENT.largestImageBytes()) {
                    throw new AssertionError("accepted a manifest for another device");
                }
            }
            case ManifestOutcome.Refused(ManifestRefusal _, String why) -> {
                if (why.isEmpty()) {
                    throw new AssertionError("refused without a word");
                }
            }
        }
    }
}
