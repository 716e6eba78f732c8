package io.lapwing.device;

import io.lapwing.crypto.Bytes;

/// A register in which the boot chain says what it is about to start: a platform configuration register of a TPM, or a software
/// register. It can be extended and read, and not set.
public interface BootMeasurements {
    /// The register becomes SHA-256 over what it was and the digest (TPM 2.0 Part 1, "Extend of a PCR").
    ///
    /// @param digest 32 octets
    void extend(Bytes digest);

    /// 32 octets.
    Bytes value();

    /// A register in this process's memory, which begins with zeros. It tells other parts of the process what was started; for anybody
    /// else it proves nothing.
    static BootMeasurements software() {
        return new BootRegister();
    }
}
