package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// How a store behaves.
///
/// @param log the name of its audit log: each process that writes to one PostgreSQL server has its own
/// @param signer signs checkpoints with the vault's key: message to 64 octets `r | s`; without it there are none
/// @param clock what time the checkpoints bear
/// @param checkpointEvery how soon after a record a checkpoint is signed
/// @param patience how long a caller waits for a place in the queue
/// @param answerTimeout how long a caller waits for an answer, and a silent server counts as present
public record StoreOptions(
        String log,
        Optional<UnaryOperator<Bytes>> signer,
        InstantSource clock,
        Duration checkpointEvery,
        Duration patience,
        Duration answerTimeout) {
    private static final Pattern LOG = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

    public StoreOptions {
        if (!LOG.matcher(log).matches()) {
            throw Fault.badInput(
                    "name of an audit log '" + log + "': want 1 to 64 of a-z, 0-9, . and -");
        }
        if (answerTimeout.toSeconds() < 1) {
            throw Fault.badInput("answer timeout " + answerTimeout + ": want 1 s or more");
        }
    }

    /// Checkpoints at most a second late, two seconds for a place in the queue, ten for an answer.
    public static StoreOptions of(String log) {
        return new StoreOptions(
                log,
                Optional.empty(),
                InstantSource.system(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
    }

    public StoreOptions signedBy(UnaryOperator<Bytes> newSigner) {
        return new StoreOptions(
                log, Optional.of(newSigner), clock, checkpointEvery, patience, answerTimeout);
    }

    public StoreOptions answeringWithin(Duration newTimeout) {
        return new StoreOptions(log, signer, clock, checkpointEvery, patience, newTimeout);
    }
}
