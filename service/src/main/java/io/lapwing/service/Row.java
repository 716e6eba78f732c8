package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A row as it was read.
///
/// @param version rises by one with each change, from 1; it goes on where a row is removed and made again
/// @param body what its owner encoded, at most 64 KiB; never a key in the clear
public record Row(RowKey key, long version, Bytes body) {
    /// The longest body, in octets.
    public static final int MAX_BODY_BYTES = 65_536;

    /// The value that the body says, which this platform wrote.
    ///
    /// @throws Fault `TAMPERED` for what it did not write: whoever asks is not to blame, nor to be told of it
    public <T> T read(Json json, Class<T> type) {
        try {
            return json.read(body, type);
        } catch (Fault fault) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "row of kind " + key.kind() + " is not as this platform wrote it",
                    fault);
        }
    }
}
