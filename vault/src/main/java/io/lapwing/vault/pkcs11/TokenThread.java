package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one thread that sits at a token whose module lets one thread work at a time.
///
/// A sitting makes a dozen calls. Several at once in such a module only wait for each other inside it, each of them with a
/// carrier thread; and a place handed from one virtual thread to the next stays empty until the next one runs. Here one
/// sitting follows the other without a pause, and who waits occupies nothing.
final class TokenThread implements AutoCloseable {
    private static final String SERIAL_MODULE = "SoftHSM";

    private final ExecutorService executor;
    private final Duration patience;
    private volatile @Nullable Thread thread;

    TokenThread(Duration patience) {
        this.patience = patience;
        ThreadFactory factory = Thread.ofPlatform().daemon().name("lapwing-token").factory();
        executor =
                Executors.newSingleThreadExecutor(work -> {
                    Thread made = factory.newThread(work);
                    thread = made;
                    return made;
                });
    }

    /// Whether this token wants one.
    ///
    /// @param token the one in use
    static boolean suits(TokenModule.@Nullable TokenInfo token) {
        return token != null && token.manufacturer().startsWith(SERIAL_MODULE);
    }

    /// Does this work after all that came before, and waits for it.
    ///
    /// @throws Fault what the work throws; `EXHAUSTED` when its turn, or its end, does not come in time
    <T> T run(Supplier<T> work) {
        if (Thread.currentThread().equals(thread)) {
            return work.get();
        }
        Future<T> result = executor.submit(work::get);
        try {
            return result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "the token was in use by others for " + patience + ": try later",
                    e);
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while waiting for the token", e);
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException thrown) {
            return thrown;
        }
        return new Fault(Fault.Kind.INTERNAL, "work with the token failed: " + e.getCause(), e);
    }

    /// Ends when what was asked for is done, or after the time that callers wait.
    @Override
    public void close() {
        executor.shutdown();
        try {
            boolean _ = executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
