/// A TPM 2.0: keys that never leave the chip except to named chips, its state, its counters.
///
/// Begin with [io.lapwing.vault.tpm.Tpm#open]. It gives a [io.lapwing.vault.tpm.StorageKey], under which a
/// [io.lapwing.vault.tpm.DuplicableKey] is made, wrapped for another chip's
/// [io.lapwing.vault.tpm.StoragePublic], rewrapped by a third and imported there; an
/// [io.lapwing.vault.tpm.AttestationKey] whose [io.lapwing.vault.tpm.Quote] shows the chip's state; a
/// [io.lapwing.vault.tpm.BoundKey] that signs in one state alone; and a [io.lapwing.vault.tpm.TpmCounter].
///
/// The command layer is our own, after the TCG's "Trusted Platform Module Library", family 2.0, revision 1.59. Its
/// parts are cited as Part 1 (Architecture), Part 2 (Structures) and Part 3 (Commands), with the title of the section or
/// the name of the structure or command: revisions number them differently.
///
/// Every command goes under an HMAC session that is salted to a key of the chip, with its first parameters encrypted
/// and the answer's HMAC verified, so that who listens between processor and chip learns nothing and who alters is
/// found out. That the chip is the one it was, the pinned name of that key shows
/// ([io.lapwing.vault.tpm.TpmConfig#expecting]).
@NullMarked
package io.lapwing.vault.tpm;

import org.jspecify.annotations.NullMarked;
