package io.lapwing.vault.tpm;

import io.lapwing.crypto.Fault;
import java.time.Duration;

/// When waiting for a TPM ends.
record Deadline(Duration patience, long atNanos) {
    private static final Duration PAUSE = Duration.ofMillis(10);

    static Deadline in(Duration patience) {
        return new Deadline(patience, System.nanoTime() + patience.toNanos());
    }

    /// Milliseconds left, at least 1.
    long leftMs() {
        return Math.max(1, Duration.ofNanos(atNanos - System.nanoTime()).toMillis());
    }

    boolean isPast() {
        return System.nanoTime() - atNanos >= 0;
    }

    /// Waits a little before another try.
    ///
    /// @throws Fault `UNAVAILABLE` when the time is over
    void pause(TpmAddress address) {
        if (isPast()) {
            throw fault(address);
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while waiting for " + address, e);
        }
    }

    Fault fault(TpmAddress address) {
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "the TPM at %s did not answer within %d ms: see that it runs and serves nobody else (swtpm serves one client at a time)"
                        .formatted(address, patience.toMillis()));
    }
}
