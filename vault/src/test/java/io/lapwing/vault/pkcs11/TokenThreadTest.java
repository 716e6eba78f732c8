package io.lapwing.vault.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenThreadTest {
    @Test
    void doesOneThingAfterTheOtherOnOneThread() throws Exception {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        try (TokenThread token = new TokenThread(Duration.ofSeconds(30));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                results.add(
                        callers.submit(() ->
                                token.run(() -> {
                                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                    threads.add(Thread.currentThread());
                                    inside.decrementAndGet();
                                    return number;
                                })));
            }

            for (int i = 0; i < 100; i++) {
                assertThat(results.get(i).get()).isEqualTo(i);
            }
        }
        assertThat(most).hasValue(1);
        assertThat(threads).hasSize(100).containsOnly(threads.getFirst());
    }

    @Test
    void passesOnWhatTheWorkThrows() {
        try (TokenThread token = new TokenThread(Duration.ofSeconds(30))) {
            Fault fault = new Fault(Fault.Kind.TAMPERED, "not the row that it was wrapped for");

            assertThatThrownBy(() ->
                            token.run(() -> {
                                throw fault;
                            }))
                    .isSameAs(fault);
        }
    }

    @Test
    void tellsEachOfThoseWhoseWorkEndsTogetherItsOwnOutcome() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);

        try (TokenThread token = new TokenThread(Duration.ofSeconds(30));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> before = callers.submit(() -> token.run(() -> hold(busy, release)));
            busy.await();
            Future<Integer> broken = callers.submit(() -> token.run(() -> Math.divideExact(1, 0)));
            Future<Integer> whole = callers.submit(() -> token.run(() -> 7));
            release.countDown();

            assertThat(before.get()).isEqualTo(0);
            assertThat(whole.get()).isEqualTo(7);
            assertThat(broken)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void worksWithinItsOwnWork() {
        try (TokenThread token = new TokenThread(Duration.ofSeconds(30))) {
            int inner = token.run(() -> token.run(() -> 7));

            assertThat(inner).isEqualTo(7);
        }
    }

    @Test
    void sendsAwayWhomItCannotServeInTime() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();

        try (TokenThread token = new TokenThread(Duration.ofMillis(50));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = callers.submit(() -> token.run(() -> hold(busy, release)));
            busy.await();

            assertThatThrownBy(() ->
                            token.run(() -> {
                                done.set(true);
                                return 0;
                            }))
                    .isInstanceOfSatisfying(
                            Fault.class, f -> assertThat(f.kind()).isEqualTo(Fault.Kind.EXHAUSTED));

            release.countDown();
            assertThat(first).failsWithin(Duration.ofSeconds(10));
        }
        assertThat(done).as("who was sent away has not been served later").isFalse();
    }

    private static int hold(CountDownLatch busy, CountDownLatch release) {
        busy.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
