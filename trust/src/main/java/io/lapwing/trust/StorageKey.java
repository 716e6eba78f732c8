package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;

/// The public part of a chip's storage key, under which other chips duplicate keys: a point of P-256, compressed
/// (SEC 1 §2.3.3).
///
/// @param point 33 octets
public record StorageKey(Bytes point) {
    static final int LENGTH_BYTES = P256Point.COMPRESSED_BYTES;

    public StorageKey {
        if (point.length() != LENGTH_BYTES || (point.at(0) != 2 && point.at(0) != 3)) {
            throw Fault.badInput(
                    "storage key of %d bytes: want a compressed point of %d"
                            .formatted(point.length(), LENGTH_BYTES));
        }
        P256Point _ = P256Point.decompress(point);
    }
}
