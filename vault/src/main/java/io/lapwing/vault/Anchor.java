package io.lapwing.vault;

import io.lapwing.crypto.Bytes;

/// What the vault remembers of the store, so that an old copy of the store is noticed.
///
/// @param epoch rises by one with each start, backup and restore of the store
/// @param auditSize how many audit records there were
/// @param auditRoot the Merkle tree hash over them (RFC 9162 §2.1.1), 32 octets; empty before the first
public record Anchor(long epoch, long auditSize, Bytes auditRoot) {}
