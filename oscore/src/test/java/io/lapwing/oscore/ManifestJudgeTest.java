package io.lapwing.oscore;

import static io.lapwing.oscore.ManifestDraft.number;
import static io.lapwing.oscore.ManifestDraft.parameters;
import static io.lapwing.oscore.ManifestDraft.sequence;
import static io.lapwing.oscore.ManifestDraft.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestJudgeTest {
    private static final TestSigner SIGNER = TestSigner.es256();
    private static final Recipient RECIPIENT =
            new Recipient(new UUID(1, 2), new UUID(3, 4), 1 << 20);
    private static final SuitManifest MANIFEST =
            new SuitManifest(
                    7, RECIPIENT.vendor(), RECIPIENT.deviceClass(), Bytes.of(new byte[32]), 1_000);
    private static final ManifestJudge JUDGE = new ManifestJudge(List.of(SIGNER.key()), RECIPIENT);

    private static ManifestDraft draft() {
        return ManifestDraft.of(MANIFEST);
    }

    private static ManifestRefusal refusal(Bytes envelope) {
        return refused(JUDGE.judge(envelope, 7)).reason();
    }

    private static ManifestOutcome.Refused refused(ManifestOutcome outcome) {
        return switch (outcome) {
            case ManifestOutcome.Refused refused -> refused;
            case ManifestOutcome.Accepted accepted ->
                    throw new AssertionError("accepted: " + accepted);
        };
    }

    @Test
    void acceptsWhatItsSignersSigned() {
        TestSigner edwards = TestSigner.ed25519();
        var judge = new ManifestJudge(List.of(SIGNER.key(), edwards.key()), RECIPIENT);

        for (TestSigner signer : List.of(SIGNER, edwards)) {
            ManifestOutcome outcome = judge.judge(SuitEnvelope.sign(MANIFEST, signer), 7);

            Bytes digest = SuitDigest.ofWrapped(MANIFEST.encode()).octets();
            assertThat(outcome)
                    .isEqualTo(new ManifestOutcome.Accepted(MANIFEST, digest, signer.key()));
        }
    }

    @Test
    void draftsForTheseTestsAreInOrder() {
        assertThat(draft().encode()).isEqualTo(MANIFEST.encode());
        assertThat(JUDGE.judge(draft().signed(SIGNER), 7))
                .isInstanceOf(ManifestOutcome.Accepted.class);
    }

    @Test
    void refusesSequenceNumbersThatDoNotRise() {
        Bytes envelope = SuitEnvelope.sign(MANIFEST, SIGNER);

        assertThat(JUDGE.judge(envelope, 7)).isInstanceOf(ManifestOutcome.Accepted.class);
        assertThat(JUDGE.judge(envelope, 8))
                .isEqualTo(
                        new ManifestOutcome.Refused(
                                ManifestRefusal.SEQUENCE_NUMBER,
                                "sequence number 7: want at least 8"));
    }

    @Test
    void refusesOtherSigners() {
        TestSigner stranger = TestSigner.es256();

        assertThat(refusal(draft().signed(stranger))).isEqualTo(ManifestRefusal.SIGNER);
        assertThat(refusal(draft().signed(TestSigner.ed25519()))).isEqualTo(ManifestRefusal.SIGNER);
        assertThat(refusal(reheaded(stranger, "A10126"))).isEqualTo(ManifestRefusal.SIGNER);
    }

    @Test
    void refusesASignatureUnderAnothersName() {
        String header =
                new CborWriter()
                        .map(2)
                        .number(1)
                        .number(-7)
                        .number(4)
                        .octets(SIGNER.key().id())
                        .done()
                        .toHex();

        assertThat(refusal(reheaded(TestSigner.es256(), header)))
                .isEqualTo(ManifestRefusal.SIGNATURE);
        assertThat(JUDGE.judge(reheaded(SIGNER, header), 7))
                .isInstanceOf(ManifestOutcome.Accepted.class);
    }

    @Test
    void refusesAlgorithmsItDoesNotTake() {
        // ES384, HMAC 256, and ES256K.
        for (String header : List.of("A1013822", "A10105", "A101382E")) {
            assertThat(refusal(reheaded(SIGNER, header))).isEqualTo(ManifestRefusal.ALGORITHM);
        }
        // Ed25519 by a key of P-256.
        assertThat(refusal(reheaded(SIGNER, "A10127"))).isEqualTo(ManifestRefusal.SIGNER);
    }

    @Test
    void refusesCriticalHeadersItDoesNotKnow() {
        assertThat(refusal(reheaded(SIGNER, "A2012602811863")))
                .isEqualTo(ManifestRefusal.UNSUPPORTED);
        assertThat(JUDGE.judge(reheaded(SIGNER, "A20126028101"), 7))
                .isInstanceOf(ManifestOutcome.Accepted.class);
    }

    /// The manifest, signed under a header of one's own.
    private static Bytes reheaded(TestSigner signer, String header) {
        Bytes manifest = draft().encode();
        Bytes digest = SuitDigest.ofWrapped(manifest).encode();
        var unsigned =
                new CoseSign1(Bytes.hex(header), CoseHeader.EMPTY_MAP, Bytes.of(new byte[64]));
        Bytes signature = signer.sign(unsigned.toBeSigned(digest));
        var block = new CoseSign1(Bytes.hex(header), CoseHeader.EMPTY_MAP, signature);
        return new SuitEnvelope(digest, List.of(block), manifest, Map.of()).encode();
    }

    @Test
    void takesOneGoodSignatureAmongOthers() {
        SuitEnvelope good = SuitEnvelope.parse(draft().signed(SIGNER));
        CoseSign1 own = good.blocks().getFirst();
        CoseSign1 strangers = CoseSign1.sign(good.digest(), TestSigner.es256());

        Bytes both =
                new SuitEnvelope(good.digest(), List.of(strangers, own), good.manifest(), Map.of())
                        .encode();
        Bytes five =
                new SuitEnvelope(
                                good.digest(),
                                Collections.nCopies(5, own),
                                good.manifest(),
                                Map.of())
                        .encode();
        Bytes none = new SuitEnvelope(good.digest(), List.of(), good.manifest(), Map.of()).encode();

        assertThat(JUDGE.judge(both, 7)).isInstanceOf(ManifestOutcome.Accepted.class);
        assertThat(refusal(five)).isEqualTo(ManifestRefusal.MALFORMED);
        assertThat(refusal(none)).isEqualTo(ManifestRefusal.UNSIGNED);
    }

    @Test
    void refusesAnotherManifestUnderASignature() {
        SuitEnvelope good = SuitEnvelope.parse(draft().signed(SIGNER));
        Bytes manifest = draft().member(2, number(8)).encode();
        Bytes sha512 = new SuitDigest(-44, Bytes.of(new byte[64])).encode();

        Bytes swapped = new SuitEnvelope(good.digest(), good.blocks(), manifest, Map.of()).encode();
        Bytes otherDigest =
                new SuitEnvelope(sha512, good.blocks(), good.manifest(), Map.of()).encode();

        assertThat(refusal(swapped)).isEqualTo(ManifestRefusal.MANIFEST_DIGEST);
        assertThat(refusal(otherDigest)).isEqualTo(ManifestRefusal.ALGORITHM);
    }

    @Test
    void looksIntoNoManifestBeforeItsSignature() {
        Bytes nonsense = Bytes.of(0xFF, 0xFF);
        Bytes digest = SuitDigest.ofWrapped(nonsense).encode();
        Bytes unsigned = new SuitEnvelope(digest, List.of(), nonsense, Map.of()).encode();
        CoseSign1 block = CoseSign1.sign(digest, SIGNER);
        Bytes signed = new SuitEnvelope(digest, List.of(block), nonsense, Map.of()).encode();

        assertThat(refusal(unsigned)).isEqualTo(ManifestRefusal.UNSIGNED);
        assertThat(refusal(signed)).isEqualTo(ManifestRefusal.MALFORMED);
    }

    @Test
    void checksWhatWasTakenOutOfAManifest() {
        Bytes text = Bytes.of(0xA0);
        Bytes digest = SuitDigest.ofWrapped(text).encode();

        ManifestDraft whole = draft().member(23, digest).severed(23, text);
        ManifestDraft kept = draft().member(23, digest);
        ManifestDraft other = draft().member(23, digest).severed(23, Bytes.of(0xA1));
        ManifestDraft unknown = draft().severed(20, text);

        assertThat(JUDGE.judge(whole.signed(SIGNER), 7))
                .isInstanceOf(ManifestOutcome.Accepted.class);
        assertThat(JUDGE.judge(kept.signed(SIGNER), 7))
                .isInstanceOf(ManifestOutcome.Accepted.class);
        assertThat(refusal(other.signed(SIGNER))).isEqualTo(ManifestRefusal.MANIFEST_DIGEST);
        assertThat(refusal(unknown.signed(SIGNER))).isEqualTo(ManifestRefusal.MANIFEST_DIGEST);
    }

    static Stream<Arguments> drafts() {
        Bytes setAgain = parameters(Map.of(1L, string(Bytes.of(new byte[16]))));
        Bytes sha512 = string(new SuitDigest(-44, Bytes.of(new byte[64])).encode());
        return Stream.of(
                of(ManifestRefusal.UNSUPPORTED, "version 2", d -> d.member(1, number(2))),
                of(ManifestRefusal.MALFORMED, "no version", d -> d.without(1)),
                of(ManifestRefusal.MALFORMED, "no sequence number", d -> d.without(2)),
                of(
                        ManifestRefusal.MALFORMED,
                        "text as number",
                        d -> d.member(2, Bytes.hex("6131"))),
                of(ManifestRefusal.UNSUPPORTED, "load", d -> d.member(8, string(Bytes.of(1)))),
                of(ManifestRefusal.UNSUPPORTED, "extension", d -> d.member(99, number(1))),
                of(ManifestRefusal.UNSUPPORTED, "in common", d -> d.common(1, number(1))),
                of(ManifestRefusal.UNSUPPORTED, "no component", d -> d.common(2, sequence())),
                of(
                        ManifestRefusal.UNSUPPORTED,
                        "two components",
                        d ->
                                d.common(
                                        2,
                                        sequence(
                                                SuitManifest.COMPONENT,
                                                sequence(string(Bytes.of(1)))))),
                of(ManifestRefusal.MALFORMED, "odd", d -> d.shared(s -> s.add(number(1)))),
                of(ManifestRefusal.MALFORMED, "report", d -> d.shared(s -> s.set(3, number(16)))),
                of(ManifestRefusal.INCOMPLETE, "shared", d -> d.shared(List::clear)),
                of(
                        ManifestRefusal.INCOMPLETE,
                        "class unchecked",
                        d -> d.shared(s -> s.subList(4, 6).clear())),
                of(ManifestRefusal.INCOMPLETE, "validate", d -> d.without(7)),
                of(ManifestRefusal.INCOMPLETE, "invoke", d -> d.without(9)),
                of(
                        ManifestRefusal.MALFORMED,
                        "checked before it is set",
                        d -> d.shared(s -> Collections.rotate(s, 4))),
                of(
                        ManifestRefusal.UNSUPPORTED,
                        "set twice",
                        d -> d.shared(s -> s.addAll(List.of(number(20), setAgain)))),
                of(
                        ManifestRefusal.UNSUPPORTED,
                        "unknown parameter",
                        d ->
                                d.shared(s ->
                                        s.addAll(
                                                List.of(
                                                        number(20),
                                                        parameters(Map.of(21L, number(1))))))),
                of(
                        ManifestRefusal.UNSUPPORTED,
                        "try each",
                        d -> d.shared(s -> s.addAll(List.of(number(15), sequence())))),
                of(
                        ManifestRefusal.UNSUPPORTED,
                        "custom command",
                        d -> d.shared(s -> s.addAll(List.of(number(-257), number(0))))),
                of(
                        ManifestRefusal.UNSUPPORTED,
                        "invoke too early",
                        d -> d.shared(s -> s.addAll(List.of(number(23), number(2))))),
                of(
                        ManifestRefusal.UNSUPPORTED,
                        "after invoke",
                        d ->
                                d.member(
                                        9,
                                        string(
                                                sequence(
                                                        number(23),
                                                        number(2),
                                                        number(3),
                                                        number(15))))),
                of(
                        ManifestRefusal.MALFORMED,
                        "component 1",
                        d -> d.shared(s -> s.addAll(List.of(number(12), number(1))))),
                of(
                        ManifestRefusal.UNSUPPORTED,
                        "all components",
                        d -> d.shared(s -> s.addAll(List.of(number(12), Bytes.hex("F5"))))),
                of(
                        ManifestRefusal.ALGORITHM,
                        "image digest of SHA-512",
                        d -> d.shared(s -> s.set(1, parametersOf(3, sha512)))),
                of(
                        ManifestRefusal.IMAGE_SIZE,
                        "image too large",
                        d -> d.shared(s -> s.set(1, parametersOf(14, number((1 << 20) + 1))))),
                of(
                        ManifestRefusal.IMAGE_SIZE,
                        "empty image",
                        d -> d.shared(s -> s.set(1, parametersOf(14, number(0))))),
                of(
                        ManifestRefusal.UNSUPPORTED,
                        "vendor by number",
                        d -> d.shared(s -> s.set(1, parametersOf(1, Bytes.hex("D8704101"))))),
                of(
                        ManifestRefusal.MALFORMED,
                        "vendor of 15 octets",
                        d ->
                                d.shared(s ->
                                        s.set(1, parametersOf(1, string(Bytes.of(new byte[15])))))),
                of(
                        ManifestRefusal.VENDOR,
                        "another vendor",
                        d ->
                                d.shared(s ->
                                        s.set(1, parametersOf(1, string(Bytes.of(new byte[16])))))),
                of(
                        ManifestRefusal.DEVICE_CLASS,
                        "another class",
                        d ->
                                d.shared(s ->
                                        s.set(1, parametersOf(2, string(Bytes.of(new byte[16])))))),
                of(
                        ManifestRefusal.MALFORMED,
                        "too deep",
                        d -> d.member(99, Bytes.hex("81818181818181818101"))));
    }

    private static Arguments of(
            ManifestRefusal reason, String what, UnaryOperator<ManifestDraft> change) {
        return Arguments.of(reason, what, change);
    }

    /// The parameters of the manifest, one of them another.
    private static Bytes parametersOf(long key, Bytes value) {
        Map<Long, Bytes> all =
                new TreeMap<>(
                        Map.of(
                                1L,
                                string(SuitParameter.octets(MANIFEST.vendor())),
                                2L,
                                string(SuitParameter.octets(MANIFEST.deviceClass())),
                                3L,
                                string(SuitDigest.sha256(MANIFEST.imageDigest()).encode()),
                                14L,
                                number(MANIFEST.imageBytes())));
        all.put(key, value);
        return parameters(all);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("drafts")
    void refusesASignedManifestWith(
            ManifestRefusal reason, String what, UnaryOperator<ManifestDraft> change) {
        Bytes envelope = change.apply(draft()).signed(SIGNER);

        assertThat(refused(JUDGE.judge(envelope, 7)))
                .as(what)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason))
                .satisfies(refused -> assertThat(refused.why()).isNotEmpty());
    }

    @Test
    void refusesEnvelopesWithMoreThanItKnows() {
        Bytes good = draft().signed(SIGNER);
        Bytes trailing = Bytes.concat(good, Bytes.of(0));
        Bytes payload = Bytes.concat(Bytes.hex("D86BA3"), good.slice(3, good.length()));

        assertThat(refusal(trailing)).isEqualTo(ManifestRefusal.MALFORMED);
        assertThat(refusal(Bytes.concat(payload, Bytes.hex("612341FF"))))
                .isEqualTo(ManifestRefusal.MALFORMED);
        assertThat(refusal(Bytes.concat(payload, Bytes.hex("182041FF"))))
                .isEqualTo(ManifestRefusal.MALFORMED);
        assertThat(refusal(Bytes.of(new byte[SuitEnvelope.LARGEST_BYTES + 1])))
                .isEqualTo(ManifestRefusal.MALFORMED);
    }

    @Test
    void standsForItsSignersInAnyOrder() {
        SignerKey other = TestSigner.ed25519().key();
        var both = new ManifestJudge(List.of(SIGNER.key(), other), RECIPIENT);
        var turned = new ManifestJudge(List.of(other, SIGNER.key()), RECIPIENT);

        assertThat(both.root()).isEqualTo(turned.root()).isNotEqualTo(JUDGE.root());
    }

    @Test
    void wantsSignersAndRoom() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new ManifestJudge(List.of(), RECIPIENT))
                .withMessage("0 keys of signers: want 1 to 16");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new Recipient(RECIPIENT.vendor(), RECIPIENT.deviceClass(), 0));
    }
}
