package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.oscore.ManifestOutcome.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says whether a signed manifest may be gone by (draft-ietf-suit-manifest, "Manifest Processor Setup" and "Required Checks"): its
/// signature first, and nothing inside it before that.
///
/// One signature by one of the keys is enough; others, of algorithms to come, may stand beside it.
///
/// @param signers whose manifests are taken, 1 to 16
/// @param recipient whom they must be for
public record ManifestJudge(List<SignerKey> signers, Recipient recipient) {
    private static final int MOST_SIGNERS = 16;

    public ManifestJudge {
        signers = List.copyOf(signers);
        if (signers.isEmpty() || signers.size() > MOST_SIGNERS) {
            throw Fault.badInput(
                    "%d keys of signers: want 1 to %d".formatted(signers.size(), MOST_SIGNERS));
        }
    }

    /// Judges an envelope.
    ///
    /// @param envelope as it came, from anybody
    /// @param least the lowest sequence number that is taken
    public ManifestOutcome judge(Bytes envelope, long least) {
        try {
            return judge(SuitEnvelope.parse(envelope), least);
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT) {
                throw fault;
            }
            return new Refused(ManifestRefusal.MALFORMED, fault.getMessage());
        }
    }

    private ManifestOutcome judge(SuitEnvelope envelope, long least) {
        SuitDigest digest = SuitDigest.parse(envelope.digest());
        Optional<Refused> other = otherManifest(digest, envelope.manifest());
        if (other.isPresent()) {
            return other.get();
        }
        return switch (SignatureCheck.of(envelope.blocks(), envelope.digest(), signers)) {
            case SignatureCheck.By(SignerKey signer) -> {
                ManifestBody body = ManifestBody.parse(envelope.manifest());
                yield judge(body, envelope.severed(), least, digest, signer);
            }
            case SignatureCheck.None(Refused refused) -> refused;
        };
    }

    private static Optional<Refused> otherManifest(SuitDigest digest, Bytes manifest) {
        if (!digest.understood()) {
            return Refused.of(
                    ManifestRefusal.ALGORITHM,
                    "manifest digest of algorithm %d: want %d (SHA-256)"
                            .formatted(digest.algorithm(), SuitDigest.SHA_256));
        }
        return digest.equals(SuitDigest.ofWrapped(manifest))
                ? Optional.empty()
                : Refused.of(
                        ManifestRefusal.MANIFEST_DIGEST,
                        "manifest is not the one with digest " + digest.octets());
    }

    private ManifestOutcome judge(
            ManifestBody body,
            Map<Long, Bytes> severed,
            long least,
            SuitDigest digest,
            SignerKey signer) {
        var run = new ManifestRun(recipient);
        Optional<Refused> refused =
                fitting(body, least)
                        .or(() -> otherMember(body, severed))
                        .or(() -> run.run(ManifestRun.Stage.SHARED, body.common().shared()))
                        .or(() -> run.run(ManifestRun.Stage.VALIDATE, body.validate()))
                        .or(() -> run.run(ManifestRun.Stage.INVOKE, body.invoke()));
        return refused.isPresent()
                ? refused.get()
                : new ManifestOutcome.Accepted(
                        run.manifest(body.sequenceNumber()), digest.octets(), signer);
    }

    private static Optional<Refused> fitting(ManifestBody body, long least) {
        if (body.version() != SuitManifest.VERSION) {
            return Refused.of(
                    ManifestRefusal.UNSUPPORTED,
                    "manifest version %d: want %d".formatted(body.version(), SuitManifest.VERSION));
        }
        if (body.sequenceNumber() < least) {
            return Refused.of(
                    ManifestRefusal.SEQUENCE_NUMBER,
                    "sequence number %d: want at least %d".formatted(body.sequenceNumber(), least));
        }
        if (!body.unsupported().isEmpty() || !body.common().unsupported().isEmpty()) {
            return Refused.of(
                    ManifestRefusal.UNSUPPORTED,
                    "members %s of the manifest and %s of common: want none that are unknown"
                            .formatted(body.unsupported(), body.common().unsupported()));
        }
        return body.common().components().equals(List.of(SuitManifest.COMPONENT))
                ? Optional.empty()
                : Refused.of(
                        ManifestRefusal.UNSUPPORTED,
                        "components %s: want %s alone"
                                .formatted(body.common().components(), SuitManifest.COMPONENT));
    }

    /// "Integrity Check Values": what was taken out of a manifest is what its digest says.
    private static Optional<Refused> otherMember(ManifestBody body, Map<Long, Bytes> severed) {
        for (Map.Entry<Long, Bytes> member : severed.entrySet()) {
            if (!SuitDigest.ofWrapped(member.getValue())
                    .equals(body.severed().get(member.getKey()))) {
                return Refused.of(
                        ManifestRefusal.MANIFEST_DIGEST,
                        "member %d of the envelope is not the one of the manifest"
                                .formatted(member.getKey()));
            }
        }
        return Optional.empty();
    }

    /// What stands for the signers, known by their keys: the same keys in any order give the same.
    ///
    /// @return 32 octets
    public Bytes root() {
        var out = new CborWriter().text("lapwing firmware root").array(signers.size());
        signers.stream().map(SignerKey::encoded).sorted().forEach(out::octets);
        return Sha256.digest(out.done());
    }
}
