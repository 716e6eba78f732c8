/// CBOR in its one deterministic form, COSE signatures over it, and SUIT manifests that are signed so.
///
/// [CborWriter] and [CborReader] stand below all. [SignerKey] and [Signer] are the two halves of who signs; [ManifestJudge] says
/// whether a signed [SuitManifest] may be gone by, [SuitEnvelope#sign] makes one. Everything that is read may come from an
/// attacker: each length, number and depth has a bound, and what is not understood is refused.
@NullMarked
package io.lapwing.oscore;

import org.jspecify.annotations.NullMarked;
