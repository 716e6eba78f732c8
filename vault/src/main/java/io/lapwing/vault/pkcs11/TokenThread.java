package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one thread that sits at a token whose module lets one thread work at a time.
///
/// A sitting makes a dozen calls. Several at once in such a module only wait for each other inside it, each of them with a
/// carrier thread; and a place handed from one virtual thread to the next stays empty until the next one runs. Here one
/// sitting follows the other without a pause, and who waits occupies nothing. Sittings end together once as many have ended as still
/// wait: waking those who asked one by one takes the processor from the thread that sits, each time; and to let more of them end
/// first would leave the token without work while they all go on at once.
final class TokenThread implements AutoCloseable {
    private static final String SERIAL_MODULE = "SoftHSM";

    /// After this a sitting's end waits for no other.
    private static final long TOGETHER_NS = Duration.ofMillis(10).toNanos();

    private final ThreadPoolExecutor executor;
    private final Duration patience;
    private volatile @Nullable Thread thread;

    /// What tells those who wait how their sittings went; it and the time of the first are the one thread's alone.
    private final List<Runnable> ended = new ArrayList<>();

    private long firstEndedNs;

    TokenThread(Duration patience) {
        this.patience = patience;
        ThreadFactory factory = Thread.ofPlatform().daemon().name("lapwing-token").factory();
        executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work -> {
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
        CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> sit(work, result));
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

    private <T> void sit(Supplier<T> work, CompletableFuture<T> result) {
        if (!result.isDone()) {
            ended.add(outcome(work, result));
        }
        long nowNs = System.nanoTime();
        if (ended.size() == 1) {
            firstEndedNs = nowNs;
        }
        if (ended.size() >= executor.getQueue().size() || nowNs - firstEndedNs > TOGETHER_NS) {
            ended.forEach(Runnable::run);
            ended.clear();
        }
    }

    private static <T> Runnable outcome(Supplier<T> work, CompletableFuture<T> result) {
        try {
            T value = work.get();
            return () -> result.complete(value);
        } catch (RuntimeException | Error e) {
            return () -> result.completeExceptionally(e);
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
