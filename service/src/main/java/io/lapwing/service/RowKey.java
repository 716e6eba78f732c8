package io.lapwing.service;

import io.lapwing.crypto.Bytes;

/// The address of a row.
///
/// @param kind a lower-case word: `device`, `receiver`, `peer`
/// @param key 1 to 128 octets, ordered as unsigned
public record RowKey(String kind, Bytes key) {}
