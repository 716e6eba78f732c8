package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;

/// The append-only log of everything that changed or used a key: a Merkle tree (RFC 9162 §2.1) over the records, whose
/// head is signed from time to time.
public interface AuditLog {
    /// The name under which this log's checkpoints are signed.
    String name();

    /// The tree hash over the first `size` records.
    Bytes rootAt(long size);

    /// Proof that a record stands in the log as it is now.
    InclusionProof inclusion(long index);

    /// Proof that the log of `size` records contains the log of `from` records (RFC 9162 §2.1.4.1).
    List<Bytes> consistency(long from, long size);

    /// How many records there are, and the tree hash over them.
    Head head();

    /// Records from `from` on, at most `limit`, in the order of their indexes. A gap shows as a jump of the index.
    ///
    /// @throws io.lapwing.crypto.Fault `TAMPERED` at octets that are no record
    List<AuditRecord> read(long from, int limit);

    /// Records about one object, newest first, before an index. They are found by an index beside the log, however old
    /// they are.
    ///
    /// @param before an index; the head's size or more: from the newest on
    Found newest(Aim aim, long before, int limit);

    /// Records about one object, oldest first, from an index on.
    Found oldest(Aim aim, long from, int limit);

    /// Which records: those about one object.
    ///
    /// @param object exactly
    /// @param subject the first word of their actions: `device` of `device.claim`; empty: any
    record Aim(String object, Optional<String> subject) {
        /// Whether it is about the object.
        public boolean meets(AuditEvent event) {
            return object.equals(event.object())
                    && (subject.isEmpty() || subject.get().equals(subject(event.action())));
        }

        /// The first word of an action.
        public static String subject(String action) {
            int dot = action.indexOf('.');
            return dot < 0 ? action : action.substring(0, dot);
        }
    }

    /// Some records about an object.
    ///
    /// @param next where to go on: `before` of the older ones, `from` of the newer ones; empty at the end. There may be
    ///     fewer records than asked for, even none, and still a next.
    record Found(List<AuditRecord> records, OptionalLong next) {
        public Found {
            records = List.copyOf(records);
        }
    }

    /// Signed heads, oldest first, from the given tree size on, at most `limit`.
    List<Checkpoint> checkpoints(long fromSize, int limit);

    /// The newest signed head.
    Optional<Checkpoint> newestCheckpoint();

    /// Calls back after each batch of records that became durable, in the thread that writes them: what is called must
    /// return at once and throw nothing. Several batches may be told of by one call.
    ///
    /// @return ends it
    Hearing hear(Runnable moved);

    /// Calls back for each record that became durable, with its index, in the thread that writes them: what is called must
    /// return at once and throw nothing. For what counts records as they come, and must not read the log behind every join.
    ///
    /// @return ends it
    Hearing hearEach(ObjLongConsumer<AuditEvent> recorded);

    /// What someone hears of the log until it is closed.
    @FunctionalInterface
    interface Hearing extends AutoCloseable {
        @Override
        void close();
    }

    /// The state of the whole log in one hash.
    ///
    /// @param size how many records
    /// @param root RFC 9162 §2.1.1 tree hash, 32 octets
    record Head(long size, Bytes root) {}

    /// A record in its place.
    ///
    /// @param encoded the canonical octets whose RFC 9162 leaf hash stands in the tree
    record AuditRecord(long index, AuditEvent event, Bytes encoded) {}

    /// That a record stands in the log (RFC 9162 §2.1.3.1).
    ///
    /// @param path hashes from the record's level up to the root's
    record InclusionProof(AuditRecord record, Head head, List<Bytes> path) {
        /// Whether the path leads from the record to the head.
        public boolean holds() {
            return MerkleTree.verifyInclusion(
                    MerkleTree.leafHash(record.encoded()),
                    record.index(),
                    head.size(),
                    path,
                    head.root());
        }
    }

    /// A signed head.
    ///
    /// @param log the log's name
    /// @param signature over [#text()], by the vault's signing key: ECDSA on P-256 with SHA-256 (FIPS 186-5), `r | s`
    record Checkpoint(String log, Head head, Instant at, Bytes signature) {
        /// The octets that are signed: four lines after the title, each ended by a line feed.
        public static Bytes text(String log, Head head, Instant at) {
            return Bytes.of(
                    "lapwing audit checkpoint 1\n%s\n%d\n%s\n%s\n"
                            .formatted(log, head.size(), head.root().toHex(), at)
                            .getBytes(StandardCharsets.UTF_8));
        }

        public Bytes text() {
            return text(log, head, at);
        }

        /// Whether the signature is by this key.
        public boolean isSignedBy(PublicKey key) {
            return EcdsaP256.verifies(key, text(), signature);
        }
    }
}
