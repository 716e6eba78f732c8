package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// What ties a wrapped key to its row: RFC 3394 has no associated data, so a CMAC under the vault's binding key covers
/// version, row and ciphertext. Every adapter computes it over the same octets.
public final class BindingTag {
    private BindingTag() {}

    /// The message of the CMAC: version (4 octets), [KeyBinding#encoded()], ciphertext. The encoding says its own length,
    /// so no two triples give the same octets.
    public static Bytes message(int version, KeyBinding binding, Bytes ciphertext) {
        return Bytes.concat(
                Bytes.of(version >> 24, version >> 16, version >> 8, version),
                binding.encoded(),
                ciphertext);
    }

    /// Refuses a wrapped key whose tag is not `computed`, in constant time.
    ///
    /// @throws Fault `TAMPERED`
    public static void require(WrappedKey wrapped, Bytes computed) {
        if (!wrapped.tag().equals(computed)) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "wrapped key does not belong to this row, or was changed: restore the row from a"
                            + " backup, or give the key anew");
        }
    }

    /// The fault for a version of the vault key that is not there: `TAMPERED` when it never was, `NOT_FOUND` when it was
    /// destroyed.
    public static Fault missing(int version, int newest) {
        return version > newest
                ? new Fault(
                        Fault.Kind.TAMPERED,
                        "vault key version " + version + ": the newest is " + newest)
                : new Fault(
                        Fault.Kind.NOT_FOUND,
                        "vault key version "
                                + version
                                + " was destroyed, and every key still wrapped under it with it");
    }
}
