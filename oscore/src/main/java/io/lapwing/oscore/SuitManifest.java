package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.oscore.ManifestOutcome.Refused;
import java.util.Optional;
import java.util.UUID;

/// What a SUIT manifest (draft-ietf-suit-manifest-37) says of one image that a device is to start: for whom it is, and what it is.
///
/// @param sequenceNumber rises from one manifest to the next; 0 to 2^63 - 2
/// @param vendor for whose devices
/// @param deviceClass for which of them
/// @param imageDigest SHA-256 of the image
/// @param imageBytes 1 or more
public record SuitManifest(
        long sequenceNumber, UUID vendor, UUID deviceClass, Bytes imageDigest, long imageBytes) {
    /// There is always a number above.
    public static final long LARGEST_SEQUENCE_NUMBER = Long.MAX_VALUE - 1;

    /// The one component of a manifest, as in the draft's examples: "can be trivial, such as the simple array \[h'00'\]".
    static final Bytes COMPONENT = new CborWriter().array(1).octets(Bytes.of(0)).done();

    /// "suit-manifest-version".
    static final int VERSION = 1;

    /// "Reporting Policy": all four records, and that of a failure alone.
    private static final int REPORT_ALL = 15;

    private static final int REPORT_FAILURE = 2;

    /// @throws Fault `BAD_INPUT` outside these bounds
    public SuitManifest {
        if (sequenceNumber < 0 || sequenceNumber > LARGEST_SEQUENCE_NUMBER) {
            throw Fault.badInput("sequence number " + sequenceNumber + ": want 0 to 2^63 - 2");
        }
        if (imageDigest.length() != Sha256.LENGTH_BYTES || imageBytes < 1) {
            throw Fault.badInput(
                    "image of %d bytes with a digest of %d: want 1 or more, and 32"
                            .formatted(imageBytes, imageDigest.length()));
        }
    }

    /// Whether an image is the one.
    ///
    /// @param sha256 of all its octets
    public Optional<Refused> refusalOf(long lengthBytes, Bytes sha256) {
        if (lengthBytes != imageBytes) {
            return Refused.of(
                    ManifestRefusal.IMAGE_SIZE,
                    "image of %d bytes: want %d".formatted(lengthBytes, imageBytes));
        }
        if (!sha256.equals(imageDigest)) {
            return Refused.of(
                    ManifestRefusal.IMAGE_DIGEST,
                    "image with digest %s: want %s".formatted(sha256, imageDigest));
        }
        return Optional.empty();
    }

    /// The manifest of the templates "Compatibility Check" and "Trusted Invocation".
    Bytes encode() {
        Bytes common =
                new CborWriter()
                        .map(2)
                        .number(ManifestBody.COMPONENTS)
                        .array(1)
                        .raw(COMPONENT)
                        .number(ManifestBody.SHARED)
                        .octets(shared())
                        .done();
        return new CborWriter()
                .map(5)
                .number(ManifestBody.VERSION)
                .number(VERSION)
                .number(ManifestBody.SEQUENCE_NUMBER)
                .number(sequenceNumber)
                .number(ManifestBody.COMMON)
                .octets(common)
                .number(ManifestBody.VALIDATE)
                .octets(sequence(SuitCommand.IMAGE_MATCH, REPORT_ALL))
                .number(ManifestBody.INVOKE)
                .octets(sequence(SuitCommand.INVOKE, REPORT_FAILURE))
                .done();
    }

    private Bytes shared() {
        return new CborWriter()
                .array(6)
                .number(SuitCommand.OVERRIDE_PARAMETERS)
                .map(4)
                .number(SuitParameter.VENDOR)
                .octets(SuitParameter.octets(vendor))
                .number(SuitParameter.DEVICE_CLASS)
                .octets(SuitParameter.octets(deviceClass))
                .number(SuitParameter.IMAGE_DIGEST)
                .octets(SuitDigest.sha256(imageDigest).encode())
                .number(SuitParameter.IMAGE_SIZE)
                .number(imageBytes)
                .number(SuitCommand.VENDOR)
                .number(REPORT_ALL)
                .number(SuitCommand.DEVICE_CLASS)
                .number(REPORT_ALL)
                .done();
    }

    private static Bytes sequence(int command, int report) {
        return new CborWriter().array(2).number(command).number(report).done();
    }
}
