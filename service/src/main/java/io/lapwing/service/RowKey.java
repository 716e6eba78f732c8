package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// The address of a row.
///
/// @param kind a lower-case word: `device`, `receiver`, `peer`
/// @param key 1 to 128 octets, ordered as unsigned
public record RowKey(String kind, Bytes key) {
    private static final int MAX_KEY_BYTES = 128;

    public RowKey {
        if (!ShortName.is(kind)) {
            throw Fault.badInput(
                    "kind of a row '" + kind + "': want 1 to 32 of a-z, 0-9 and -, a letter first");
        }
        if (key.length() < 1 || key.length() > MAX_KEY_BYTES) {
            throw Fault.badInput(
                    "key of a row has %d octets: want 1 to %d"
                            .formatted(key.length(), MAX_KEY_BYTES));
        }
    }
}
