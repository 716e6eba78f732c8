package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.AuditLog.Checkpoint;
import io.lapwing.service.AuditLog.Head;
import io.lapwing.service.Verification.Broken;
import java.security.PublicKey;
import java.util.Optional;

/// Follows a log record by record and compares it with what was signed. For one thread.
final class AuditChain {
    private final String log;
    private final PublicKey key;
    private final Frontier frontier;
    private long provenSize;
    private long checkpoints;

    /// @param frontier where the records begin
    AuditChain(String log, PublicKey key, Frontier frontier) {
        this.log = log;
        this.key = key;
        this.frontier = frontier;
        provenSize = frontier.size();
    }

    String log() {
        return log;
    }

    long size() {
        return frontier.size();
    }

    long checkpoints() {
        return checkpoints;
    }

    /// The next record.
    Optional<Broken> record(long index, Bytes encoded) {
        if (index != frontier.size()) {
            return Optional.of(
                    new Broken(
                            frontier.size(),
                            Math.max(index, frontier.size() + 1),
                            "record %d is missing: %d follows %d"
                                    .formatted(frontier.size(), index, frontier.size() - 1)));
        }
        frontier.append(encoded);
        return Optional.empty();
    }

    /// A signed head of the size the log now has.
    Optional<Broken> checkpoint(Checkpoint checkpoint) {
        long size = checkpoint.head().size();
        if (!checkpoint.log().equals(log) || !checkpoint.isSignedBy(key)) {
            return Optional.of(
                    new Broken(
                            provenSize,
                            size,
                            "the checkpoint at %d is not signed by the vault's key"
                                    .formatted(size)));
        }
        Optional<Broken> differs = matches(checkpoint.head(), "the signed root");
        if (differs.isEmpty()) {
            checkpoints++;
        }
        return differs;
    }

    /// Whether the log as followed so far is the one of this head.
    Optional<Broken> matches(Head head, String what) {
        if (head.size() != size()) {
            return Optional.of(
                    new Broken(
                            Math.min(head.size(), size()),
                            Math.max(head.size(), size()),
                            "%s is of %d records, the log has %d"
                                    .formatted(what, head.size(), size())));
        }
        if (!head.root().equals(frontier.root())) {
            return Optional.of(
                    new Broken(
                            provenSize,
                            Math.max(size(), provenSize + 1),
                            "the records %d to %d do not lead to %s"
                                    .formatted(provenSize, size() - 1, what)));
        }
        provenSize = size();
        return Optional.empty();
    }
}
