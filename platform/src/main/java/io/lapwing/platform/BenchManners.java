package io.lapwing.platform;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.lapwing.crypto.Fault;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// How a load generator behaves on the machine of the server that it measures.
///
/// A network server is another machine: an answer wakes nobody on this one. Here each answer wakes a thread of the load
/// generator, and Linux would let it take the processor from the server in the middle of its work. Under `SCHED_BATCH`
/// (sched(7)) a thread waits for its turn instead.
final class BenchManners {
    private static final int SCHED_BATCH = 3;

    private static final Optional<MethodHandle> SET_SCHEDULER =
            Linker.nativeLinker()
                    .defaultLookup()
                    .find("sched_setscheduler")
                    .map(call ->
                            Linker.nativeLinker()
                                    .downcallHandle(
                                            call,
                                            FunctionDescriptor.of(
                                                    JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS)));

    private BenchManners() {}

    /// Lets the calling platform thread wait for its turn from now on, where the system can.
    static void waitForTurn() {
        SET_SCHEDULER.ifPresent(BenchManners::batch);
    }

    private static void batch(MethodHandle call) {
        try (Arena arena = Arena.ofConfined()) {
            // struct sched_param: a priority, 0 for all but real-time threads. Process 0 is the
            // calling thread.
            MemorySegment priority = arena.allocate(JAVA_INT);
            int result = (int) call.invokeExact(0, SCHED_BATCH, priority);
            if (result != 0) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "sched_setscheduler refused SCHED_BATCH");
            }
        } catch (Fault e) {
            throw e;
        } catch (Throwable e) {
            throw new Fault(Fault.Kind.INTERNAL, "sched_setscheduler could not be called: " + e, e);
        }
    }
}
