package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.oscore.ManifestOutcome.Refused;
import java.util.List;
import java.util.Optional;

/// Whose signature stands under a payload.
sealed interface SignatureCheck {
    record By(SignerKey signer) implements SignatureCheck {}

    /// Nobody's that is trusted.
    ///
    /// @param refused why the first of the signatures is not taken
    record None(Refused refused) implements SignatureCheck {}

    /// The first of some signatures that verifies.
    static SignatureCheck of(List<CoseSign1> blocks, Bytes payload, List<SignerKey> signers) {
        Optional<SignatureCheck> first = Optional.empty();
        for (CoseSign1 block : blocks) {
            SignatureCheck check = of(block, payload, signers);
            if (check instanceof By) {
                return check;
            }
            first = first.or(() -> Optional.of(check));
        }
        return first.orElseGet(
                () -> none(ManifestRefusal.UNSIGNED, "no signature: want one of a trusted key"));
    }

    private static SignatureCheck of(CoseSign1 block, Bytes payload, List<SignerKey> signers) {
        CoseHeader header = block.header();
        if (!header.criticalUnknown().isEmpty()) {
            return none(
                    ManifestRefusal.UNSUPPORTED,
                    "critical header labels %s: want none that are unknown"
                            .formatted(header.criticalUnknown()));
        }
        Optional<CoseAlgorithm> algorithm = CoseAlgorithm.of(header.algorithm());
        if (algorithm.isEmpty()) {
            return none(
                    ManifestRefusal.ALGORITHM,
                    "signature of algorithm %d: want -7 (ES256) or -8 (EdDSA)"
                            .formatted(header.algorithm()));
        }
        List<SignerKey> possible =
                signers.stream()
                        .filter(key -> key.algorithm() == algorithm.get())
                        .filter(key -> header.keyId().map(key.id()::equals).orElse(true))
                        .toList();
        return of(block, payload, possible, header.keyId());
    }

    private static SignatureCheck of(
            CoseSign1 block, Bytes payload, List<SignerKey> possible, Optional<Bytes> keyId) {
        Bytes message = block.toBeSigned(payload);
        for (SignerKey key : possible) {
            if (key.verifies(message, block.signature())) {
                return new By(key);
            }
        }
        if (possible.isEmpty() || keyId.isEmpty()) {
            return none(
                    ManifestRefusal.SIGNER,
                    keyId.map(id -> "signed by key " + id + ": want a trusted one")
                            .orElse("signed by none of the trusted keys"));
        }
        return none(
                ManifestRefusal.SIGNATURE,
                "signature is not one by key " + keyId.get() + " over this manifest");
    }

    private static SignatureCheck none(ManifestRefusal reason, String why) {
        return new None(new Refused(reason, why));
    }
}
