package io.lapwing.service;

import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditLog.AuditRecord;
import io.lapwing.service.AuditLog.Checkpoint;
import io.lapwing.service.AuditLog.Head;
import io.lapwing.service.Verification.Broken;
import java.security.PublicKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Reads a whole audit log again and compares it with its head, its signed checkpoints and the vault's anchor.
public final class AuditVerifier {
    private static final int PAGE = 1_000;

    private final AuditLog log;
    private final LongConsumer progress;
    private final AuditChain chain;
    private final Deque<Checkpoint> checkpoints = new ArrayDeque<>();
    private boolean noneLeft;
    private final Head head;
    private final Optional<Head> anchored;

    /// @param key the vault's signing key
    /// @param anchored what the vault has witnessed: a log cut behind its last checkpoint shows only against it
    /// @param progress told from time to time how many records were read
    public AuditVerifier(
            AuditLog log, PublicKey key, Optional<Head> anchored, LongConsumer progress) {
        this.log = log;
        this.anchored = anchored.filter(witnessed -> witnessed.size() > 0);
        this.progress = progress;
        head = log.head();
        chain = new AuditChain(log.name(), key, new Frontier());
    }

    /// Reads the log as it was when this verifier was made. To be called once.
    public Verification verify() {
        Optional<Broken> broken = cutBehindAnchor();
        while (broken.isEmpty() && chain.size() < head.size()) {
            broken = page();
            progress.accept(chain.size());
        }
        return broken.or(this::end)
                .<Verification>map(found -> found)
                .orElseGet(() -> new Verification.Intact(head, chain.checkpoints()));
    }

    private Optional<Broken> cutBehindAnchor() {
        return anchored.filter(witnessed -> witnessed.size() > head.size())
                .map(witnessed ->
                        new Broken(
                                head.size(),
                                witnessed.size(),
                                "the vault has witnessed %d records, the log has %d"
                                        .formatted(witnessed.size(), head.size())));
    }

    private Optional<Broken> page() {
        List<AuditRecord> records;
        try {
            records = log.read(chain.size(), PAGE);
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.TAMPERED) {
                throw fault;
            }
            return singly();
        }
        if (records.isEmpty()) {
            return Optional.of(
                    new Broken(
                            chain.size(),
                            head.size(),
                            "record %d and all after it are missing".formatted(chain.size())));
        }
        return follow(records);
    }

    /// Finds the record that cannot be read among the next page's.
    private Optional<Broken> singly() {
        try {
            for (int i = 0; i < PAGE; i++) {
                Optional<Broken> broken = follow(log.read(chain.size(), 1));
                if (broken.isPresent()) {
                    return broken;
                }
            }
            return Optional.empty();
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.TAMPERED) {
                throw fault;
            }
            return Optional.of(
                    new Broken(chain.size(), chain.size() + 1, String.valueOf(fault.getMessage())));
        }
    }

    private Optional<Broken> follow(List<AuditRecord> records) {
        for (AuditRecord record : records) {
            if (record.index() >= head.size()) {
                break;
            }
            Optional<Broken> broken =
                    chain.record(record.index(), record.encoded())
                            .or(this::atAnchor)
                            .or(this::atCheckpoint);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Optional<Broken> atAnchor() {
        return anchored.filter(witnessed -> witnessed.size() == chain.size())
                .flatMap(witnessed -> chain.matches(witnessed, "the root the vault has witnessed"));
    }

    private Optional<Broken> atCheckpoint() {
        if (checkpoints.isEmpty()) {
            if (noneLeft) {
                return Optional.empty();
            }
            checkpoints.addAll(log.checkpoints(chain.size(), PAGE));
            noneLeft = checkpoints.size() < PAGE;
        }
        Checkpoint next = checkpoints.peekFirst();
        if (next == null || next.head().size() != chain.size()) {
            return Optional.empty();
        }
        return chain.checkpoint(checkpoints.removeFirst());
    }

    private Optional<Broken> end() {
        return chain.matches(head, "the head").or(this::beyondHead);
    }

    private Optional<Broken> beyondHead() {
        return log.newestCheckpoint()
                .filter(newest -> newest.head().size() > log.head().size())
                .map(newest ->
                        new Broken(
                                head.size(),
                                newest.head().size(),
                                "a checkpoint of %d records was signed, the log has %d"
                                        .formatted(newest.head().size(), head.size())));
    }
}
