package io.lapwing.crypto.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Where pages for secrets come from, the best source first.
enum PageSource {
    /// Pages that the kernel itself cannot read (Linux 5.14).
    MEMFD_SECRET(
            "memfd_secret: pages that no other process, not even root, and not the kernel can read;"
                    + " never swapped, never in a core dump") {
        @Override
        Optional<MemorySegment> map(long lengthBytes) {
            int fd = Libc.isHere() ? Libc.memfdSecret() : -1;
            if (fd < 0) {
                return Optional.empty();
            }
            try {
                return Libc.ftruncate(fd, lengthBytes) == 0
                        ? mapped(Libc.mmap(lengthBytes, MAP_SHARED, fd), lengthBytes)
                                .map(pages -> advised(pages, MADV_DONTFORK))
                        : Optional.empty();
            } finally {
                Libc.close(fd);
            }
        }
    },
    /// Locked anonymous pages.
    MLOCK(
            "mlock: pages that are never swapped, not in a core dump and zero after a fork;"
                    + " root can read them") {
        @Override
        Optional<MemorySegment> map(long lengthBytes) {
            return Libc.isHere() ? anonymous(lengthBytes).flatMap(MLOCK::locked) : Optional.empty();
        }
    },
    /// Memory as any other.
    PLAIN(
            "plain: native memory off the Java heap that may be swapped or dumped; this system"
                    + " refuses to lock memory: run on Linux and raise `ulimit -l`") {
        @Override
        Optional<MemorySegment> map(long lengthBytes) {
            return Libc.isHere()
                    ? anonymous(lengthBytes)
                    : Optional.of(Arena.global().allocate(lengthBytes, 64));
        }
    };

    // <asm-generic/mman.h>, <asm-generic/mman-common.h>
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int MADV_DONTFORK = 10;
    private static final int MADV_DONTDUMP = 16;
    private static final int MADV_WIPEONFORK = 18;

    private static final long PROBE_BYTES = 16 * 1024;

    private final String protection;

    PageSource(String protection) {
        this.protection = protection;
    }

    /// The best source that works here.
    static PageSource probe() {
        for (PageSource source : values()) {
            Optional<MemorySegment> pages = source.map(PROBE_BYTES);
            if (pages.isPresent()) {
                source.unmap(pages.get());
                return source;
            }
        }
        return PLAIN;
    }

    /// What holds of its pages, in words.
    String protection() {
        return protection;
    }

    /// Pages of zeroes, or empty when the system refuses.
    abstract Optional<MemorySegment> map(long lengthBytes);

    void unmap(MemorySegment pages) {
        if (Libc.isHere()) {
            Libc.munmap(pages);
        }
    }

    private static Optional<MemorySegment> anonymous(long lengthBytes) {
        return mapped(Libc.mmap(lengthBytes, MAP_PRIVATE_ANONYMOUS, -1), lengthBytes)
                .map(pages -> advised(pages, MADV_DONTDUMP))
                .map(pages -> advised(pages, MADV_WIPEONFORK));
    }

    private Optional<MemorySegment> locked(MemorySegment pages) {
        if (Libc.mlock(pages) == 0) {
            return Optional.of(pages);
        }
        unmap(pages);
        return Optional.empty();
    }

    private static Optional<MemorySegment> mapped(long address, long lengthBytes) {
        return address == -1
                ? Optional.empty()
                : Optional.of(MemorySegment.ofAddress(address).reinterpret(lengthBytes));
    }

    /// Advice is an extra layer: a kernel that does not know it still locks the pages.
    private static MemorySegment advised(MemorySegment pages, int advice) {
        Libc.madvise(pages, advice);
        return pages;
    }
}
