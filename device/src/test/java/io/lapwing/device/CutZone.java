package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A keyed zone in a memory that outlives the process, of which anybody may copy and change every octet, and whose power is cut at a
/// chosen write. Versions are out of reach.
final class CutZone {
    /// The power is gone: nothing that runs can go on.
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final Bytes KEY = Bytes.of(new byte[32]);
    private static final int NEVER = Integer.MAX_VALUE;

    private final ZonePlan plan;
    private final ZoneVersions versions;
    private final List<byte[]> regions = new ArrayList<>();
    private int writes;
    private int cutAt = NEVER;
    private boolean half;

    CutZone(ZonePlan plan) {
        this(plan, ZoneVersions.locked(plan.regions()));
    }

    CutZone(ZonePlan plan, ZoneVersions versions) {
        this.plan = plan;
        this.versions = versions;
        for (int i = 0; i < plan.regions(); i++) {
            regions.add(new byte[ZoneRegion.BYTES]);
        }
    }

    /// The zone as a process that has just started finds it.
    Zone started() {
        return started(versions);
    }

    /// The same with versions that were opened again.
    Zone started(ZoneVersions again) {
        return Zone.keyed(new Memory(), plan, Secret.take(KEY.toArray()), again);
    }

    /// Cuts the power at a write from now on: 0 is the next one.
    ///
    /// @param midway half of the region is written
    void cutAt(int write, boolean midway) {
        cutAt = writes + write;
        half = midway;
    }

    void restart() {
        cutAt = NEVER;
    }

    List<byte[]> octets() {
        return regions.stream().map(byte[]::clone).toList();
    }

    void put(int region, byte[] octets) {
        regions.set(region, octets.clone());
    }

    private final class Memory implements ZoneMemory {
        @Override
        public int regions() {
            return plan.regions();
        }

        @Override
        public void read(int index, MemorySegment into) {
            into.copyFrom(MemorySegment.ofArray(regions.get(index)));
        }

        @Override
        public void write(int index, MemorySegment region) {
            byte[] octets = region.toArray(ValueLayout.JAVA_BYTE);
            boolean cut = writes == cutAt;
            writes++;
            if (!cut) {
                regions.set(index, octets);
                return;
            }
            if (half) {
                byte[] torn = Arrays.copyOf(octets, octets.length);
                System.arraycopy(regions.get(index), 20, torn, 20, octets.length - 20);
                regions.set(index, torn);
            }
            throw new PowerCut();
        }

        @Override
        public String protection() {
            return "none";
        }

        @Override
        public void close() {}
    }
}
