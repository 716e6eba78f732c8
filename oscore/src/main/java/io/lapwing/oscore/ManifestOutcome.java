package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import java.util.Optional;

/// What a [ManifestJudge] says.
public sealed interface ManifestOutcome {
    /// It may be gone by, for an image that is as it says ([SuitManifest#refusalOf]).
    ///
    /// @param digest of the manifest as it was signed, SHA-256: by which it is known again
    record Accepted(SuitManifest manifest, Bytes digest, SignerKey signer)
            implements ManifestOutcome {}

    /// It may not.
    ///
    /// @param why for people: the value, the limit; nothing secret
    record Refused(ManifestRefusal reason, String why) implements ManifestOutcome {
        static Optional<Refused> of(ManifestRefusal reason, String why) {
            return Optional.of(new Refused(reason, why));
        }
    }
}
