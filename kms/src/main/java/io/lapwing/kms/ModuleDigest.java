package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;

/// Who the module of a device is: its module identity as its maker tells it, a SHA-256. A name and no secret
/// (`docs/protocols/boot.md`).
///
/// @param octets 32 octets
public record ModuleDigest(Bytes octets) {
    /// How much of it an alarm carries.
    private static final int SHORT_BYTES = 8;

    public ModuleDigest {
        if (octets.length() != Sha256.LENGTH_BYTES) {
            throw Fault.badInput("module identity of " + octets.length() + " bytes: want 32");
        }
    }

    /// Reads 64 hexadecimal digits.
    ///
    /// @throws Fault `BAD_INPUT`
    public static ModuleDigest parse(String digits) {
        if (!digits.matches("[0-9A-Fa-f]{64}")) {
            throw Fault.badInput(
                    "module identity of "
                            + digits.length()
                            + " characters: want 64 hexadecimal digits");
        }
        return new ModuleDigest(Bytes.hex(digits));
    }

    /// Its first 8 octets, as an alarm carries them.
    public Bytes beginning() {
        return octets.slice(0, SHORT_BYTES);
    }

    /// 64 hexadecimal digits.
    @Override
    public String toString() {
        return octets.toHex();
    }
}
