package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How many sittings use the token at once.
///
/// A sitting makes a dozen calls. Several in a module that lets one thread work at a time only wait for each other inside
/// it, and who waits there occupies a carrier thread: with SoftHSM two at once are slower together than one. Here a
/// waiting virtual thread occupies nothing. Who finds a place free takes it before those who wait: handing it on in turn
/// would leave the token idle until the next one runs.
final class Sittings {
    private static final String SERIAL_MODULE = "SoftHSM";

    private final int places;
    private final Duration patience;
    private final Semaphore free;

    /// @param token the one in use
    Sittings(TokenModule.@Nullable TokenInfo token, Pkcs11Config.Limits limits) {
        boolean serial = token != null && token.manufacturer().startsWith(SERIAL_MODULE);
        places = serial ? 1 : limits.sessions();
        patience = limits.patience();
        free = new Semaphore(places);
    }

    /// Waits for a place.
    ///
    /// @throws Fault `EXHAUSTED` when none becomes free in time
    void begin() {
        try {
            if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Fault(
                        Fault.Kind.EXHAUSTED,
                        "all %d places for sittings with the token were in use for %s: try later"
                                .formatted(places, patience));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while waiting for the token", e);
        }
    }

    void end() {
        free.release();
    }
}
