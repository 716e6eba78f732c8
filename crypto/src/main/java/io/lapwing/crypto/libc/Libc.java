package io.lapwing.crypto.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.lapwing.crypto.Fault;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The calls of Linux that secret memory and hardening need. Each returns what the call returns.
final class Libc {
    /// `memfd_secret` (Linux 5.14, `asm-generic/unistd.h`), the same on every architecture.
    private static final long SYS_MEMFD_SECRET = 447;

    /// `O_CLOEXEC` of `asm-generic/fcntl.h`.
    private static final long O_CLOEXEC = 0x80000;

    private static final int PROT_READ_WRITE = 3;
    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle MMAP =
            find(
                    "mmap",
                    FunctionDescriptor.of(
                            ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP =
            find("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle MLOCK =
            find("mlock", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle MADVISE =
            find("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SYSCALL =
            find(
                    "syscall",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));
    private static final MethodHandle FTRUNCATE =
            find("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle CLOSE =
            find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle PRCTL =
            find(
                    "prctl",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));
    private static final MethodHandle SETRLIMIT =
            find("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private static final MethodHandle SCHED_SETSCHEDULER =
            find(
                    "sched_setscheduler",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

    private Libc() {}

    /// Whether these calls are those of this system.
    static boolean isHere() {
        return System.getProperty("os.name").equals("Linux");
    }

    /// The address mapped, or -1.
    static long mmap(long lengthBytes, int flags, int fd) {
        try {
            MemorySegment mapped =
                    (MemorySegment)
                            MMAP.invokeExact(
                                    MemorySegment.NULL,
                                    lengthBytes,
                                    PROT_READ_WRITE,
                                    flags,
                                    fd,
                                    0L);
            return mapped.address();
        } catch (Throwable failure) {
            throw broken("mmap", failure);
        }
    }

    static int munmap(MemorySegment pages) {
        try {
            return (int) MUNMAP.invokeExact(pages, pages.byteSize());
        } catch (Throwable failure) {
            throw broken("munmap", failure);
        }
    }

    static int mlock(MemorySegment pages) {
        try {
            return (int) MLOCK.invokeExact(pages, pages.byteSize());
        } catch (Throwable failure) {
            throw broken("mlock", failure);
        }
    }

    static int madvise(MemorySegment pages, int advice) {
        try {
            return (int) MADVISE.invokeExact(pages, pages.byteSize(), advice);
        } catch (Throwable failure) {
            throw broken("madvise", failure);
        }
    }

    /// A file descriptor, or -1.
    static int memfdSecret() {
        try {
            return (int) (long) SYSCALL.invokeExact(SYS_MEMFD_SECRET, O_CLOEXEC);
        } catch (Throwable failure) {
            throw broken("memfd_secret", failure);
        }
    }

    static int ftruncate(int fd, long lengthBytes) {
        try {
            return (int) FTRUNCATE.invokeExact(fd, lengthBytes);
        } catch (Throwable failure) {
            throw broken("ftruncate", failure);
        }
    }

    static int close(int fd) {
        try {
            return (int) CLOSE.invokeExact(fd);
        } catch (Throwable failure) {
            throw broken("close", failure);
        }
    }

    static int prctl(int option, long value) {
        try {
            return (int) PRCTL.invokeExact(option, value, 0L, 0L, 0L);
        } catch (Throwable failure) {
            throw broken("prctl", failure);
        }
    }

    /// Of the calling thread, with priority 0.
    static int schedSetScheduler(int policy) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) SCHED_SETSCHEDULER.invokeExact(0, policy, arena.allocate(JAVA_INT));
        } catch (Throwable failure) {
            throw broken("sched_setscheduler", failure);
        }
    }

    static int setrlimit(int resource, long soft, long hard) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(JAVA_LONG, 2);
            limits.setAtIndex(JAVA_LONG, 0, soft);
            limits.setAtIndex(JAVA_LONG, 1, hard);
            return (int) SETRLIMIT.invokeExact(resource, limits);
        } catch (Throwable failure) {
            throw broken("setrlimit", failure);
        }
    }

    private static MethodHandle find(
            String name, FunctionDescriptor shape, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, options);
    }

    private static Fault broken(String call, Throwable failure) {
        return new Fault(Fault.Kind.INTERNAL, call + " could not be called", failure);
    }
}
