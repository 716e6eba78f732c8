package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import java.util.List;
import java.util.Optional;

/// The append-only log of everything that changed or used a key: a Merkle tree (RFC 9162 §2.1) over the records, whose
/// head is signed from time to time.
public interface AuditLog {
    /// How many records there are, and the tree hash over them.
    Head head();

    /// Records from `from` on, at most `limit`.
    List<AuditRecord> read(long from, int limit);

    /// Signed heads, oldest first, from the given tree size on, at most `limit`.
    List<Checkpoint> checkpoints(long fromSize, int limit);

    /// The newest signed head.
    Optional<Checkpoint> newestCheckpoint();

    /// The state of the whole log in one hash.
    ///
    /// @param size how many records
    /// @param root RFC 9162 §2.1.1 tree hash, 32 octets
    record Head(long size, Bytes root) {}

    /// A record in its place.
    ///
    /// @param encoded the canonical octets whose RFC 9162 leaf hash stands in the tree
    record AuditRecord(long index, AuditEvent event, Bytes encoded) {}

    /// A signed head.
    ///
    /// @param log the log's name
    /// @param signature over the checkpoint's text, by the vault's signing key
    record Checkpoint(String log, Head head, java.time.Instant at, Bytes signature) {}
}
