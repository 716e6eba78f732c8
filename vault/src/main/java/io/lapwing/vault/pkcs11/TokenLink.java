package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The connection to the token: a bounded pool of sessions, made anew when the token was away.
///
/// A call that meets a lost session fails, and so does every call until nothing is in flight and the token is back: the
/// next caller after a pause connects again. The pause doubles from 100 ms to 5 s. A refused PIN is never repeated, for
/// tokens lock themselves.
///
/// A module may keep memory for every object that a session ever made; it is renewed, finalised and initialised, after
/// a number of objects and at a moment when nothing is in flight.
final class TokenLink implements AutoCloseable {
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// A connection that lasted so long starts again with the first pause.
    static final Duration STEADY = Duration.ofSeconds(30);

    /// How long a renewal waits for the sessions in use, before it is put off.
    static final Duration RENEWAL_WAIT = Duration.ofMillis(200);

    // §3.2: a wrong PIN was entered, and the next wrong one locks.
    private static final long CKF_USER_PIN_FINAL_TRY = 0x20000;
    private static final long CKF_USER_PIN_LOCKED = 0x40000;

    private final TokenModule module;
    private final Pkcs11Config config;
    private final LongSupplier nanoTime;
    private final Semaphore permits;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition drained = lock.newCondition();

    // All below is guarded by the lock.
    private @Nullable Connection connection;
    private int inFlight;
    private long objects;
    private long renewalAt;
    private long renewals;
    private long pauseNanos = FIRST_PAUSE.toNanos();
    private long notBefore;
    private boolean pausing;
    private String why = "";
    private boolean pinRefused;
    private boolean inspected;
    private boolean closed;

    /// What lives as long as the module's initialisation.
    private static final class Connection {
        private final TokenModule.TokenInfo token;
        private final TokenSession keeper;
        private final KeyRing keys;
        private final long since;
        private final Deque<Seat> idle = new ArrayDeque<>();
        private boolean lost;

        private Connection(
                TokenModule.TokenInfo token, TokenSession keeper, KeyRing keys, long since) {
            this.token = token;
            this.keeper = keeper;
            this.keys = keys;
            this.since = since;
        }
    }

    /// @param nanoTime a clock that never goes back, in nanoseconds
    TokenLink(TokenModule module, Pkcs11Config config, LongSupplier nanoTime) {
        this.module = module;
        this.config = config;
        this.nanoTime = nanoTime;
        permits = new Semaphore(config.limits().sessions(), true);
        renewalAt = config.limits().objectsBeforeRenewal();
    }

    /// Takes a session out of the pool, connecting when there is no connection.
    ///
    /// @throws Fault `UNAVAILABLE` while the token is away, `EXHAUSTED` when every session stays in use
    Seat take() {
        Duration wait = config.limits().patience();
        if (!await(() -> permits.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS))) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "all %d sessions with the token were in use for %s: try later, or allow more sessions"
                            .formatted(config.limits().sessions(), wait));
        }
        boolean taken = false;
        try {
            Seat seat = locked(this::seat);
            taken = true;
            return seat;
        } finally {
            if (!taken) {
                permits.release();
            }
        }
    }

    /// Puts a session back.
    void give(Seat seat) {
        lock.lock();
        try {
            inFlight--;
            objects += seat.session().takeObjectsMade();
            Connection now = connection;
            if (now != null) {
                now.lost |= seat.session().lost();
                now.idle.push(seat);
                if (now.lost) {
                    leaveLost(now);
                }
            }
            if (inFlight == 0) {
                drained.signalAll();
                if (closed) {
                    disconnect();
                }
            }
        } finally {
            lock.unlock();
            permits.release();
        }
    }

    /// Does something with the session that owns the vault's keys, while no one else takes or gives.
    void withKeeper(java.util.function.BiConsumer<TokenSession, KeyRing> work) {
        lock.lock();
        try {
            Connection now = connection;
            if (now != null) {
                work.accept(now.keeper, now.keys);
                now.lost |= now.keeper.lost();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The token in use, null while there is none.
    TokenModule.@Nullable TokenInfo token() {
        lock.lock();
        try {
            return connection == null ? null : connection.token;
        } finally {
            lock.unlock();
        }
    }

    /// How often the module was renewed.
    long renewals() {
        lock.lock();
        try {
            return renewals;
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> work) {
        Duration wait = config.limits().patience();
        if (!await(() -> lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS))) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the token has not answered for " + wait + ": try later");
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private Seat seat() {
        if (closed) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the vault is closed");
        }
        renewIfDue();
        Connection now = connection;
        if (now != null && now.lost) {
            leaveLost(now);
            now = connection;
            if (now != null) {
                throw unavailable(
                        "the token went away; " + inFlight + " operations are still ending");
            }
        }
        if (now == null) {
            now = connect();
        }
        Seat seat = now.idle.poll();
        if (seat == null) {
            seat = newSeat(now);
        }
        inFlight++;
        return seat;
    }

    private Seat newSeat(Connection now) {
        try {
            return new Seat(new TokenSession(module.functions(), now.token.slot()), now.keys);
        } catch (Fault e) {
            now.lost |= e.kind() == Fault.Kind.UNAVAILABLE;
            throw e;
        }
    }

    /// Ends a lost connection, once nothing is in flight. One that was steady may be made again at once.
    private void leaveLost(Connection lost) {
        if (inFlight > 0) {
            return;
        }
        boolean steady = nanoTime.getAsLong() - lost.since > STEADY.toNanos();
        disconnect();
        inspected = false;
        if (steady) {
            pauseNanos = FIRST_PAUSE.toNanos();
            pausing = false;
        } else {
            pause("the token went away");
        }
    }

    private void renewIfDue() {
        if (renewalAt == 0 || objects < renewalAt) {
            return;
        }
        long left = RENEWAL_WAIT.toNanos();
        while (inFlight > 0 && left > 0 && objects >= renewalAt) {
            long remaining = left;
            left = await(() -> drained.awaitNanos(remaining));
        }
        if (objects < renewalAt) {
            return;
        }
        if (inFlight > 0) {
            renewalAt += config.limits().objectsBeforeRenewal();
            return;
        }
        if (connection != null && !connection.lost) {
            renewals++;
            disconnect();
        }
    }

    private Connection connect() {
        if (pinRefused) {
            throw unavailable(why);
        }
        if (pausing && nanoTime.getAsLong() - notBefore < 0) {
            throw unavailable(why);
        }
        try {
            Connection made = connectNow();
            connection = made;
            return made;
        } catch (Fault e) {
            module.end();
            pause(e.getMessage());
            if (pinRefused || e.kind() == Fault.Kind.NOT_FOUND || e.kind() == Fault.Kind.TAMPERED) {
                throw e;
            }
            throw new Fault(Fault.Kind.UNAVAILABLE, "vault token unavailable: " + why, e);
        }
    }

    private Connection connectNow() {
        objects = 0;
        renewalAt = config.limits().objectsBeforeRenewal();
        module.initialise();
        TokenModule.TokenInfo token = module.token(config.tokenLabel());
        TokenSession keeper = new TokenSession(module.functions(), token.slot());
        boolean good = false;
        try {
            login(token, keeper);
            KeyRing keys = KeyRing.load(keeper);
            if (!inspected) {
                new KeyInspection(keeper).inspect();
                inspected = true;
            }
            good = true;
            return new Connection(token, keeper, keys, nanoTime.getAsLong());
        } finally {
            if (!good) {
                keeper.close();
            }
        }
    }

    /// Logs in, unless that could lock the token.
    void login(TokenModule.TokenInfo token, TokenSession session) {
        if ((token.flags() & (CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED)) != 0) {
            pinRefused = true;
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "token "
                            + token.label()
                            + " is locked or one wrong PIN away from it: log in once by hand with the right PIN");
        }
        long rv;
        try (Secret pin = config.pin().get()) {
            rv = session.login(Ck.CKU_USER, pin);
        }
        if (ReturnValue.isPinRefused(rv)) {
            pinRefused = true;
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "token %s refused the PIN (CKR 0x%X): correct it and start again; it is not tried a second time"
                            .formatted(token.label(), rv));
        }
        if (rv != Ck.CKR_USER_ALREADY_LOGGED_IN) {
            ReturnValue.check("C_Login", rv);
        }
    }

    private void disconnect() {
        Connection now = connection;
        connection = null;
        if (now != null) {
            now.idle.forEach(Seat::close);
            now.keeper.close();
        }
        module.end();
    }

    private void pause(String reason) {
        why = reason;
        pausing = true;
        notBefore = nanoTime.getAsLong() + pauseNanos;
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE.toNanos());
    }

    private static Fault unavailable(String reason) {
        return new Fault(Fault.Kind.UNAVAILABLE, "vault token unavailable: " + reason);
    }

    private interface Interruptible<T> {
        T get() throws InterruptedException;
    }

    private static <T> T await(Interruptible<T> waiting) {
        try {
            return waiting.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while waiting for the token", e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            long left = config.limits().patience().toNanos();
            while (inFlight > 0 && left > 0) {
                long remaining = left;
                left = await(() -> drained.awaitNanos(remaining));
            }
            if (inFlight == 0) {
                disconnect();
            }
        } finally {
            lock.unlock();
        }
    }
}
