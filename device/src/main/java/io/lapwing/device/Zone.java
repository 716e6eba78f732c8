package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The secure zone: regions of 0x100 octets for keys and records. A region is 28 octets of check, 2 of length (big-endian), and 226 of
/// data, zeroes after its end. Every read verifies first.
///
/// No copy leaves it: what reads computes inside, while nobody can erase. So when [#erase()] returns no key is left.
///
/// There are two profiles: [#hashed], as published, and [#keyed], which also finds what was forged, swapped or rolled back.
///
/// Safe for use by many threads, one at a time.
public final class Zone implements AutoCloseable {
    /// The most octets that a region holds.
    public static final int DATA_BYTES = ZoneRegion.DATA_BYTES;

    private enum State {
        OPEN,
        BLOCKED,
        ERASED
    }

    private final ZoneMemory memory;
    private final ZonePlan plan;
    private final ZoneCheck check;
    private final ReentrantLock lock = new ReentrantLock();

    /// Where a region is put together or verified; zeroes otherwise.
    private final Secret scratch = Secret.allocate(ZoneRegion.BYTES);

    private State state = State.OPEN;

    /// Whether what was erased is not believed either, should it come back.
    private boolean forgotten;

    private Zone(ZoneMemory memory, ZonePlan plan, ZoneCheck check) {
        if (memory.regions() != plan.regions()) {
            throw Fault.badInput(
                    "zone memory of "
                            + memory.regions()
                            + " regions: the plan wants "
                            + plan.regions());
        }
        this.memory = memory;
        this.plan = plan;
        this.check = check;
    }

    /// The published profile: the check is LSH-256-224 over the data. Takes the memory over.
    public static Zone hashed(ZoneMemory memory, ZonePlan plan) {
        return new Zone(memory, plan, new ZoneCheck.Hashed());
    }

    /// The keyed profile: the check is HMAC-LSH-256-224 over index, version, length and data. Takes memory and key over.
    ///
    /// @param key 28 to 128 octets
    /// @param versions those of this memory, not reachable for who can write to it
    public static Zone keyed(ZoneMemory memory, ZonePlan plan, Secret key, ZoneVersions versions) {
        return new Zone(memory, plan, new ZoneCheck.Keyed(key, versions, plan.regions()));
    }

    /// Which regions are for what.
    public ZonePlan plan() {
        return plan;
    }

    /// How the regions are held, in words.
    public String protection() {
        return memory.protection();
    }

    /// Verifies a region and computes from it.
    ///
    /// @param work gets the data, which is wiped when it returns; it must be short, and may use this zone
    /// @throws Fault `BAD_INPUT` when there is no such region, and what `work` throws
    public <T> ZoneRead<T> read(int index, Function<Secret, T> work) {
        lock.lock();
        try {
            return switch (verified(index)) {
                case ZoneRead.Done<Secret>(Secret data) -> {
                    try (data) {
                        yield new ZoneRead.Done<>(work.apply(data));
                    }
                }
                case ZoneRead.Empty<Secret> _ -> new ZoneRead.Empty<>();
                case ZoneRead.Refused<Secret>(ZoneRead.Reason reason, String why) ->
                        new ZoneRead.Refused<>(reason, why);
            };
        } finally {
            lock.unlock();
        }
    }

    private ZoneRead<Secret> verified(int index) {
        if (plan.classOf(index).isKey() && state != State.OPEN) {
            return closed();
        }
        MemorySegment region = scratch.segment();
        try {
            memory.read(index, region);
            return verified(index, region);
        } catch (Fault fault) {
            return refused(ZoneRead.Reason.MEMORY, fault.getMessage());
        } finally {
            region.fill((byte) 0);
        }
    }

    private ZoneRead<Secret> verified(int index, MemorySegment region) {
        if (ZoneRegion.isZeroFrom(region, 0)) {
            return check.isFresh(index)
                    ? new ZoneRead.Empty<>()
                    : refused(
                            ZoneRead.Reason.LOST,
                            "region " + index + " was written and is all zeroes now");
        }
        int length = ZoneRegion.length(region);
        if (length > ZoneRegion.DATA_BYTES) {
            return refused(
                    ZoneRead.Reason.LENGTH,
                    "region %d says it holds %d bytes: want %d at most"
                            .formatted(index, length, ZoneRegion.DATA_BYTES));
        }
        if (!ZoneRegion.isZeroFrom(region, ZoneRegion.DATA_AT + length)) {
            return refused(
                    ZoneRead.Reason.CHANGED,
                    "region " + index + " has octets behind its data: want zeroes");
        }
        MemorySegment data = ZoneRegion.data(region, length);
        Bytes found = Bytes.of(ZoneRegion.check(region));
        if (!found.equals(check.of(index, data))) {
            return refused(
                    ZoneRead.Reason.CHANGED,
                    "region " + index + " " + check.diagnose(index, data, found));
        }
        return length == 0 ? new ZoneRead.Empty<>() : new ZoneRead.Done<>(copy(data));
    }

    private static Secret copy(MemorySegment data) {
        Secret copy = Secret.allocate((int) data.byteSize());
        copy.segment().copyFrom(data);
        return copy;
    }

    private ZoneRead<Secret> closed() {
        return switch (state) {
            case BLOCKED ->
                    refused(
                            ZoneRead.Reason.BLOCKED,
                            "keys are blocked: a tamper is suspected, want it to pass");
            case ERASED ->
                    refused(
                            ZoneRead.Reason.ERASED,
                            "the zone was erased: want a new one, with new keys");
            case OPEN -> throw new Fault(Fault.Kind.INTERNAL, "an open zone is not closed");
        };
    }

    private static ZoneRead<Secret> refused(ZoneRead.Reason reason, String why) {
        return new ZoneRead.Refused<>(reason, why);
    }

    /// Writes a region, over what is there. A cut of power meanwhile costs this region: it is refused from then on, until it
    /// is written again.
    ///
    /// @param data 1 to 226 octets; stays the caller's, who closes it
    /// @throws Fault `BAD_INPUT` for another length or when there is no such region; for a key `UNAVAILABLE` while keys are
    ///     blocked and `TAMPERED` after an erasure; as the memory's
    public void write(int index, Secret data) {
        if (data.length() > ZoneRegion.DATA_BYTES) {
            throw Fault.badInput(
                    "data of %d bytes for region %d: want 1 to %d"
                            .formatted(data.length(), index, ZoneRegion.DATA_BYTES));
        }
        data.use(octets -> put(index, octets));
    }

    /// Empties a region, so that what was there is refused if it comes back (in the keyed profile).
    ///
    /// @throws Fault as [#write]
    public void clear(int index) {
        put(index, MemorySegment.NULL);
    }

    private int put(int index, MemorySegment data) {
        lock.lock();
        try {
            if (plan.classOf(index).isKey()
                    && state != State.OPEN
                    && closed() instanceof ZoneRead.Refused<Secret> refusal) {
                throw refusal.fault();
            }
            MemorySegment region = scratch.segment();
            try {
                int length = (int) data.byteSize();
                ZoneRegion.setLength(region, length);
                ZoneRegion.data(region, length).copyFrom(data);
                check.ofNew(index, data)
                        .copyTo(ZoneRegion.check(region), 0, ZoneRegion.CHECK_BYTES);
                memory.write(index, region);
            } finally {
                region.fill((byte) 0);
            }
            return index;
        } finally {
            lock.unlock();
        }
    }

    /// Refuses keys from now on, because a tamper is suspected.
    public void block() {
        change(State.OPEN, State.BLOCKED);
    }

    /// Gives keys out again. An erased zone stays erased.
    public void unblock() {
        change(State.BLOCKED, State.OPEN);
    }

    private void change(State from, State to) {
        lock.lock();
        try {
            if (state == from) {
                state = to;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether [#erase()] was called.
    public boolean isErased() {
        lock.lock();
        try {
            return state == State.ERASED;
        } finally {
            lock.unlock();
        }
    }

    /// Overwrites all keys with zeroes, in the order of their classes, and reads back whether they are gone. It waits for the read or
    /// write that is under way, if any; keys are refused for ever after. A region that fails does not keep it from the next. Records
    /// stay. It can be called again. In the keyed profile a copy of the memory from before is not believed after a restart either.
    public ZoneErasure erase() {
        lock.lock();
        try {
            state = State.ERASED;
            List<Integer> erased = new ArrayList<>();
            List<Integer> failed = new ArrayList<>();
            int keys = plan.regions() - plan.records();
            long start = System.nanoTime();
            for (int index = 0; index < keys; index++) {
                overwrite(index);
            }
            for (int index = 0; index < keys; index++) {
                (isGone(index) ? erased : failed).add(index);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            forget(keys);
            return new ZoneErasure(erased, failed, took);
        } finally {
            lock.unlock();
        }
    }

    /// After the octets are gone: it may take longer, and may fail until it is tried again.
    private void forget(int keys) {
        if (forgotten) {
            return;
        }
        try {
            check.forget(keys);
            forgotten = true;
        } catch (Fault _) {
            // The erasure itself is what counts.
            return;
        }
    }

    private void overwrite(int index) {
        try {
            memory.write(index, scratch.segment());
        } catch (Fault _) {
            // What counts is what is read back.
        }
    }

    private boolean isGone(int index) {
        MemorySegment region = scratch.segment();
        try {
            memory.read(index, region);
            return ZoneRegion.isZeroFrom(region, 0);
        } catch (Fault _) {
            return false;
        } finally {
            region.fill((byte) 0);
        }
    }

    /// Closes the memory. What outlives the process stays.
    @Override
    public void close() {
        lock.lock();
        try {
            memory.close();
            check.close();
            scratch.close();
        } finally {
            lock.unlock();
        }
    }
}
