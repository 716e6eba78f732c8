package io.lapwing.crypto;

import io.lapwing.crypto.libc.Cell;
import io.lapwing.crypto.libc.SecretMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Octets that nobody may see: they live in native memory that is locked where the system allows it
/// ([SecretMemory#protection()]), are wiped on close, and have no text form. Closing twice is harmless; use after
/// close is refused. One that is forgotten is wiped when the garbage collector finds it.
///
/// Safe for use by many threads: [#use] keeps the octets in place until it returns, even while another thread closes.
public final class Secret implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Cleaner FORGOTTEN = Cleaner.create();

    private final MemorySegment segment;
    private final Hold hold;
    private final Cleaner.Cleanable cleanable;

    private Secret(int length) {
        Cell cell = SecretMemory.shared().take(length);
        segment = cell.room().asSlice(0, length);
        hold = new Hold(cell);
        cleanable = FORGOTTEN.register(this, hold);
    }

    /// Zeroes, to be filled through [#segment()].
    ///
    /// @param length 1 or more
    /// @throws Fault `EXHAUSTED` when no more memory may be locked
    public static Secret allocate(int length) {
        return new Secret(length);
    }

    /// Takes the octets over: the array is wiped.
    public static Secret take(byte[] octets) {
        try {
            Secret secret = new Secret(octets.length);
            MemorySegment.copy(octets, 0, secret.segment, ValueLayout.JAVA_BYTE, 0, octets.length);
            return secret;
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /// Octets from the system's random source.
    public static Secret random(int length) {
        if (length < 1) {
            throw Fault.badInput("secret of " + length + " bytes: want 1 or more");
        }
        byte[] octets = new byte[length];
        RANDOM.nextBytes(octets);
        return take(octets);
    }

    public int length() {
        return (int) segment.byteSize();
    }

    /// The native octets, for code that computes with them while it holds this secret open. Do not copy them out, and
    /// do not keep the segment: after close it belongs to another secret.
    public MemorySegment segment() {
        hold.requireOpen();
        return segment;
    }

    /// What `work` computes from the octets, which stay in place until it returns.
    public <T> T use(Function<MemorySegment, T> work) {
        hold.enter();
        try {
            return work.apply(segment);
        } finally {
            hold.leave();
            Reference.reachabilityFence(this);
        }
    }

    /// Wipes the octets, at once or when the last [#use] has returned.
    @Override
    public void close() {
        cleanable.clean();
    }

    @Override
    public String toString() {
        return "[secret]";
    }

    /// The cell, whether it is closed, and how many computations are in it.
    private static final class Hold implements Runnable {
        private static final int CLOSED = 1 << 31;

        private final Cell cell;
        private final AtomicInteger state = new AtomicInteger();

        private Hold(Cell cell) {
            this.cell = cell;
        }

        private void requireOpen() {
            if (state.get() < 0) {
                throw new Fault(Fault.Kind.INTERNAL, "secret used after it was closed");
            }
        }

        private void enter() {
            int users;
            do {
                requireOpen();
                users = state.get();
            } while (users < 0 || !state.compareAndSet(users, users + 1));
        }

        private void leave() {
            if (state.decrementAndGet() == CLOSED) {
                cell.release();
            }
        }

        @Override
        public void run() {
            if (state.getAndAdd(CLOSED) == 0) {
                cell.release();
            }
        }
    }
}
