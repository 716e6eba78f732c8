package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Work of a bench on several threads at once.
final class BenchThreads {
    private BenchThreads() {}

    /// What each of the threads brings, in the order of their numbers from 0, once all are done.
    ///
    /// @throws Fault that of a thread; `UNAVAILABLE` when a connection broke, `INTERNAL` when anything else did
    static <T> List<T> run(int count, IntFunction<Callable<T>> work) {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<T>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(threads.submit(work.apply(i)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : all) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw fault(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while measuring", e);
        }
    }

    private static Fault fault(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Fault fault) {
            return fault;
        }
        return cause instanceof IOException
                ? new Fault(Fault.Kind.UNAVAILABLE, "a connection failed: " + cause, e)
                : new Fault(Fault.Kind.INTERNAL, "the measurement failed: " + cause, e);
    }
}
