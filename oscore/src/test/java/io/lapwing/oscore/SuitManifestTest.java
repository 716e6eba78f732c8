package io.lapwing.oscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Held to the draft's own example.
class SuitManifestTest {
    private static final Vectors EXAMPLE = Vectors.read("suit-manifest-b.1.json");
    private static final SuitManifest MANIFEST =
            new SuitManifest(
                    EXAMPLE.field("sequenceNumber").longValue(),
                    UUID.fromString(EXAMPLE.text("vendor")),
                    UUID.fromString(EXAMPLE.text("deviceClass")),
                    EXAMPLE.bytes("imageDigest"),
                    EXAMPLE.field("imageBytes").longValue());
    private static final SignerKey SIGNER = new SignerKey(EXAMPLE.bytes("signerKey"));
    private static final ManifestJudge JUDGE =
            new ManifestJudge(
                    List.of(SIGNER),
                    new Recipient(MANIFEST.vendor(), MANIFEST.deviceClass(), 1 << 20));

    static Stream<Bytes> envelopes() {
        return EXAMPLE.field("envelopes").valueStream().map(node -> Bytes.hex(node.stringValue()));
    }

    @Test
    void writesTheExamplesManifest() {
        Bytes encoded = MANIFEST.encode();

        assertThat(encoded).isEqualTo(EXAMPLE.bytes("manifest"));
        assertThat(encoded.length()).isEqualTo(113);
        assertThat(SuitDigest.ofWrapped(encoded).octets())
                .isEqualTo(EXAMPLE.bytes("manifestDigest"));
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void acceptsTheExamplesEnvelope(Bytes envelope) {
        ManifestOutcome outcome = JUDGE.judge(envelope, 0);

        assertThat(envelope.length()).isEqualTo(237);
        assertThat(outcome)
                .isEqualTo(
                        new ManifestOutcome.Accepted(
                                MANIFEST, EXAMPLE.bytes("manifestDigest"), SIGNER));
        assertThat(SuitEnvelope.parse(envelope).encode()).isEqualTo(envelope);
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void refusesTheExamplesEnvelopeWithAnyOctetChanged(Bytes envelope) {
        for (int at = 0; at < envelope.length(); at++) {
            byte[] changed = envelope.toArray();
            changed[at] ^= 0x01;

            assertThat(JUDGE.judge(Bytes.of(changed), 0))
                    .as("octet %d", at)
                    .isInstanceOf(ManifestOutcome.Refused.class);
        }
    }

    @Test
    void refusesTheExamplesEnvelopeCutAnywhere() {
        Bytes envelope = envelopes().toList().getFirst();
        for (int length = 0; length < envelope.length(); length++) {
            assertThat(JUDGE.judge(envelope.slice(0, length), 0))
                    .as("%d octets", length)
                    .isInstanceOf(ManifestOutcome.Refused.class);
        }
    }

    @Test
    void knowsItsImage() {
        Bytes other = Bytes.of(new byte[32]);

        assertThat(MANIFEST.refusalOf(34_768, MANIFEST.imageDigest())).isEmpty();
        assertThat(MANIFEST.refusalOf(34_767, MANIFEST.imageDigest()))
                .contains(
                        new ManifestOutcome.Refused(
                                ManifestRefusal.IMAGE_SIZE, "image of 34767 bytes: want 34768"));
        assertThat(MANIFEST.refusalOf(34_768, other))
                .hasValueSatisfying(refused ->
                        assertThat(refused.reason()).isEqualTo(ManifestRefusal.IMAGE_DIGEST));
    }

    @Test
    void saysNothingOutsideItsBounds() {
        UUID uuid = MANIFEST.vendor();
        Bytes digest = MANIFEST.imageDigest();

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new SuitManifest(-1, uuid, uuid, digest, 1))
                .withMessage("sequence number -1: want 0 to 2^63 - 2");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new SuitManifest(1, uuid, uuid, digest, 0));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new SuitManifest(1, uuid, uuid, Bytes.of(1), 1));
    }
}
