package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;

/// A register in software. Safe for use by many threads.
final class BootRegister implements BootMeasurements {
    private Bytes value = Bytes.of(new byte[Sha256.LENGTH_BYTES]);

    @Override
    public synchronized void extend(Bytes digest) {
        if (digest.length() != Sha256.LENGTH_BYTES) {
            throw Fault.badInput(
                    "register extended by %d bytes: want %d"
                            .formatted(digest.length(), Sha256.LENGTH_BYTES));
        }
        value = Sha256.digest(Bytes.concat(value, digest));
    }

    @Override
    public synchronized Bytes value() {
        return value;
    }
}
