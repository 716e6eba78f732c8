package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.oscore.CborWriter;

/// Who a module is: a hash over its chip's number and over the firmware root, the keys whose firmware it runs. It outlasts every
/// update, and neither the same firmware on another chip nor other firmware on the same chip has it.
///
/// It is a name and no secret: who it is must be proven with a key.
///
/// @param digest SHA-256, 32 octets
public record ModuleIdentity(Bytes digest) {
    public ModuleIdentity {
        if (digest.length() != Sha256.LENGTH_BYTES) {
            throw Fault.badInput("module identity of " + digest.length() + " bytes: want 32");
        }
    }

    /// Of a chip whose firmware these keys sign.
    ///
    /// @param firmwareRoot [io.lapwing.oscore.ManifestJudge#root()]
    public static ModuleIdentity of(BootChip chip, Bytes firmwareRoot) {
        Bytes id = chip.id();
        if (id.length() < BootChip.SHORTEST_ID_BYTES || id.length() > BootChip.LONGEST_ID_BYTES) {
            throw Fault.badInput(
                    "chip number of %d bytes: want %d to %d"
                            .formatted(
                                    id.length(),
                                    BootChip.SHORTEST_ID_BYTES,
                                    BootChip.LONGEST_ID_BYTES));
        }
        return new ModuleIdentity(
                Sha256.digest(
                        new CborWriter()
                                .array(3)
                                .text("lapwing module identity")
                                .octets(id)
                                .octets(firmwareRoot)
                                .done()));
    }

    @Override
    public String toString() {
        return digest.toHex();
    }
}
