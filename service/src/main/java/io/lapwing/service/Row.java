package io.lapwing.service;

import io.lapwing.crypto.Bytes;

/// A row as it was read.
///
/// @param version rises by one with each change, from 1; it goes on where a row is removed and made again
/// @param body what its owner encoded, at most 64 KiB; never a key in the clear
public record Row(RowKey key, long version, Bytes body) {
    /// The longest body, in octets.
    public static final int MAX_BODY_BYTES = 65_536;
}
