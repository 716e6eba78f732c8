package io.lapwing.crypto.libc;

import io.lapwing.crypto.Fault;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Native memory for secrets: cells of 16 to 4096 octets cut from locked pages and used again, larger pieces on pages
/// of their own. Pages are few, because systems let a process lock little memory (`ulimit -l`, often 8 MiB).
///
/// Code outside this package wants [io.lapwing.crypto.Secret]; here it finds only how well secrets are held.
public final class SecretMemory {
    /// The most that is ever mapped: 8 MiB, the usual `ulimit -l`.
    static final long LIMIT_BYTES = 8L << 20;

    /// What is mapped at a time for cells: small, so that a limit of 64 KiB still serves several sizes.
    private static final int CHUNK_BYTES = 16 * 1024;

    private static final int SMALLEST_CELL = 16;
    private static final int LARGEST_CELL = 4096;

    /// One for the process, because the lock limit is the process's.
    private static final SecretMemory SHARED = new SecretMemory(PageSource.probe(), LIMIT_BYTES);

    private final PageSource source;
    private final long limitBytes;
    private final AtomicLong mappedBytes = new AtomicLong();
    private final List<Slab> slabs;

    SecretMemory(PageSource source, long limitBytes) {
        this.source = source;
        this.limitBytes = limitBytes;
        this.slabs =
                IntStream.iterate(SMALLEST_CELL, size -> size <= LARGEST_CELL, size -> size * 2)
                        .mapToObj(size -> new Slab(size, () -> map(CHUNK_BYTES)))
                        .toList();
    }

    /// The memory of this process.
    public static SecretMemory shared() {
        return SHARED;
    }

    /// How this process holds secrets: a name (`memfd_secret`, `mlock` or `plain`), a colon, and what it means.
    public static String protection() {
        return SHARED.source.protection();
    }

    /// Room for `length` octets, all zero.
    ///
    /// @throws Fault `EXHAUSTED` when the bound of this memory or of the system is reached
    public Cell take(int length) {
        if (length < 1) {
            throw Fault.badInput("secret of " + length + " bytes: want 1 or more");
        }
        if (length > LARGEST_CELL) {
            MemorySegment pages = map(Math.ceilDiv(length, LARGEST_CELL) * (long) LARGEST_CELL);
            return new Cell(pages, _ -> unmap(pages));
        }
        int doublings = Integer.SIZE - Integer.numberOfLeadingZeros((length - 1) / SMALLEST_CELL);
        return slabs.get(doublings).take();
    }

    private MemorySegment map(long lengthBytes) {
        if (mappedBytes.addAndGet(lengthBytes) > limitBytes) {
            mappedBytes.addAndGet(-lengthBytes);
            throw exhausted("its own limit of " + limitBytes + " bytes: close secrets");
        }
        return source.map(lengthBytes)
                .orElseThrow(() -> {
                    long others = mappedBytes.addAndGet(-lengthBytes);
                    return exhausted(
                            "what the system lets it lock after "
                                    + others
                                    + " bytes: raise `ulimit -l` or `LimitMEMLOCK=` to "
                                    + limitBytes
                                    + " bytes");
                });
    }

    private void unmap(MemorySegment pages) {
        source.unmap(pages);
        mappedBytes.addAndGet(-pages.byteSize());
    }

    private static Fault exhausted(String bound) {
        return new Fault(Fault.Kind.EXHAUSTED, "secret memory is at " + bound);
    }
}
