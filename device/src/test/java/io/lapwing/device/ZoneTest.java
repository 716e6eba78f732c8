package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Lsh256;
import io.lapwing.crypto.Secret;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneTest {
    private static final ZonePlan PLAN = new ZonePlan(1, 2, 2, 1);
    private static final int ROOT = 1;
    private static final int SESSION = 3;
    private static final int RECORD = 5;
    private static final Bytes CANARY = text("canary of sixteen and then some more");

    enum Profile {
        HASHED,
        KEYED;

        Zone over(ZoneMemory memory) {
            return switch (this) {
                case HASHED -> Zone.hashed(memory, PLAN);
                case KEYED ->
                        Zone.keyed(
                                memory,
                                PLAN,
                                Secret.random(32),
                                ZoneVersions.locked(PLAN.regions()));
            };
        }
    }

    private final ZoneLockedMemory memory = new ZoneLockedMemory(PLAN.regions());

    @Test
    void holdsRegionsAsPublished() {
        Zone zone = Profile.HASHED.over(memory);

        write(zone, ROOT, text("abc"));

        // KS X 3262: the digest of "abc".
        assertThat(Bytes.of(memory.region(ROOT)))
                .isEqualTo(
                        Bytes.concat(
                                Bytes.hex(
                                        "F7C53BA4034E708E74FBA42E55997CA5126BB7623688F85342F73732"),
                                Bytes.hex("0003"),
                                text("abc"),
                                Bytes.of(new byte[223])));
    }

    @ParameterizedTest
    @EnumSource
    void givesBackWhatWasWritten(Profile profile) {
        Zone zone = profile.over(memory);

        for (int length : new int[] {1, 16, 32, 225, 226}) {
            Bytes data = Bytes.of(new byte[length]);
            write(zone, ROOT, data);
            assertThat(read(zone, ROOT)).isEqualTo(new ZoneRead.Done<>(data));
        }
        assertThat(read(zone, SESSION)).isEqualTo(new ZoneRead.Empty<>());
    }

    @ParameterizedTest
    @ValueSource(ints = {227, 256, 4096})
    void refusesToHoldMoreThanARegion(int length) {
        Zone zone = Profile.KEYED.over(memory);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> write(zone, ROOT, Bytes.of(new byte[length])))
                .withMessage("data of " + length + " bytes for region 1: want 1 to 226");
        assertThat(read(zone, ROOT)).isEqualTo(new ZoneRead.Empty<>());
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryChangedBit(Profile profile) {
        Zone zone = profile.over(memory);
        write(zone, ROOT, CANARY);
        MemorySegment region = memory.region(ROOT);

        for (int bit = 0; bit < ZoneRegion.BYTES * 8; bit++) {
            flip(region, bit);
            ZoneRead<Bytes> read = read(zone, ROOT);
            assertThat(read).as("bit %d", bit).isInstanceOf(ZoneRead.Refused.class);
            assertSaysNothingOfTheContents(read);
            flip(region, bit);
        }

        assertThat(read(zone, ROOT)).isEqualTo(new ZoneRead.Done<>(CANARY));
    }

    private static void assertSaysNothingOfTheContents(ZoneRead<Bytes> read) {
        String canary = new String(CANARY.toArray(), StandardCharsets.US_ASCII);
        String said = read.toString();
        for (int at = 0; at + 4 <= canary.length(); at++) {
            String part = canary.substring(at, at + 4);
            assertThat(said).doesNotContain(part, text(part).toHex());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {227, 256, 32767, 32768, 65535})
    void refusesALengthBeyondTheRegion(int length) {
        Zone zone = Profile.HASHED.over(memory);
        write(zone, ROOT, CANARY);

        ZoneRegion.setLength(memory.region(ROOT), length);

        assertRefused(
                read(zone, ROOT),
                ZoneRead.Reason.LENGTH,
                "region 1 says it holds " + length + " bytes: want 226 at most");
    }

    @ParameterizedTest
    @EnumSource
    void refusesOctetsBehindTheData(Profile profile) {
        Zone zone = profile.over(memory);
        write(zone, ROOT, CANARY);

        memory.region(ROOT).set(ValueLayout.JAVA_BYTE, ZoneRegion.BYTES - 1, (byte) 1);

        assertRefused(
                read(zone, ROOT),
                ZoneRead.Reason.CHANGED,
                "region 1 has octets behind its data: want zeroes");
    }

    @Test
    void refusesWhatWasForgedWithTheHash() {
        Zone hashed = Profile.HASHED.over(memory);
        ZoneLockedMemory other = new ZoneLockedMemory(PLAN.regions());
        Zone keyed = Profile.KEYED.over(other);
        write(hashed, ROOT, CANARY);
        write(keyed, ROOT, CANARY);

        forge(memory.region(ROOT));
        forge(other.region(ROOT));

        assertThat(read(hashed, ROOT)).isEqualTo(new ZoneRead.Done<>(text("forged")));
        assertRefused(
                read(keyed, ROOT), ZoneRead.Reason.CHANGED, "region 1 is not what was written");
    }

    /// What anyone can do who can write to the memory.
    private static void forge(MemorySegment region) {
        Bytes data = text("forged");
        region.fill((byte) 0);
        ZoneRegion.setLength(region, data.length());
        data.copyTo(ZoneRegion.data(region, data.length()), 0, data.length());
        Lsh256.digest(data).copyTo(ZoneRegion.check(region), 0, ZoneRegion.CHECK_BYTES);
    }

    @Test
    void refusesSwappedRegions() {
        Zone zone = Profile.KEYED.over(memory);
        write(zone, ROOT, text("one"));
        write(zone, SESSION, text("other"));

        Bytes one = Bytes.of(memory.region(ROOT));
        memory.region(ROOT).copyFrom(memory.region(SESSION));
        one.copyTo(memory.region(SESSION), 0, one.length());

        assertRefused(
                read(zone, ROOT),
                ZoneRead.Reason.CHANGED,
                "region 1 was overwritten with region 3");
        assertRefused(
                read(zone, SESSION),
                ZoneRead.Reason.CHANGED,
                "region 3 was overwritten with region 1");
    }

    @Test
    void refusesRegionsThatWereRolledBack() {
        Zone zone = Profile.KEYED.over(memory);
        write(zone, ROOT, text("old"));
        Bytes old = Bytes.of(memory.region(ROOT));
        write(zone, ROOT, text("new"));

        old.copyTo(memory.region(ROOT), 0, old.length());

        assertRefused(
                read(zone, ROOT),
                ZoneRead.Reason.CHANGED,
                "region 1 was rolled back to version 1: want 2");
        write(zone, ROOT, text("newer"));
        assertThat(read(zone, ROOT)).isEqualTo(new ZoneRead.Done<>(text("newer")));
    }

    @Test
    void refusesRegionsThatWereBlankedOrBroughtBack() {
        Zone zone = Profile.KEYED.over(memory);
        write(zone, ROOT, CANARY);
        Bytes written = Bytes.of(memory.region(ROOT));

        memory.region(ROOT).fill((byte) 0);

        assertRefused(
                read(zone, ROOT),
                ZoneRead.Reason.LOST,
                "region 1 was written and is all zeroes now");
        zone.clear(ROOT);
        assertThat(read(zone, ROOT)).isEqualTo(new ZoneRead.Empty<>());
        written.copyTo(memory.region(ROOT), 0, written.length());
        assertRefused(
                read(zone, ROOT),
                ZoneRead.Reason.CHANGED,
                "region 1 was rolled back to version 1: want 2");
    }

    @Test
    void refusesAZoneOfAnotherKey() {
        write(Profile.KEYED.over(memory), ROOT, CANARY);
        ZoneVersions versions = ZoneVersions.locked(PLAN.regions());
        assertThat(versions.raise(ROOT)).isEqualTo(1);

        Zone other = Zone.keyed(memory, PLAN, Secret.random(32), versions);

        assertRefused(
                read(other, ROOT), ZoneRead.Reason.CHANGED, "region 1 is not what was written");
    }

    @Test
    void blocksKeysAndNotRecords() {
        Zone zone = Profile.KEYED.over(memory);
        write(zone, ROOT, CANARY);
        write(zone, RECORD, text("log"));

        zone.block();

        assertRefused(
                read(zone, ROOT),
                ZoneRead.Reason.BLOCKED,
                "keys are blocked: a tamper is suspected, want it to pass");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> write(zone, SESSION, CANARY))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
        assertThat(read(zone, RECORD)).isEqualTo(new ZoneRead.Done<>(text("log")));
        zone.unblock();
        assertThat(read(zone, ROOT)).isEqualTo(new ZoneRead.Done<>(CANARY));
    }

    @ParameterizedTest
    @EnumSource
    void erasesAllKeysForEverAndKeepsRecords(Profile profile) {
        Zone zone = profile.over(memory);
        for (int index = 0; index < PLAN.regions(); index++) {
            write(zone, index, CANARY);
        }

        ZoneErasure erasure = zone.erase();

        assertThat(erasure.isComplete()).isTrue();
        assertThat(erasure.took()).isPositive();
        assertThat(erasure.erased()).containsExactly(0, 1, 2, 3, 4);
        assertThat(erasure).asString().matches("5 regions erased in [0-9]+ ns");
        for (int index = 0; index < RECORD; index++) {
            assertThat(Bytes.of(memory.region(index))).isEqualTo(Bytes.of(new byte[256]));
            assertThat(read(zone, index))
                    .isInstanceOfSatisfying(
                            ZoneRead.Refused.class,
                            refused ->
                                    assertThat(refused.reason()).isEqualTo(ZoneRead.Reason.ERASED));
        }
        assertThat(read(zone, RECORD)).isEqualTo(new ZoneRead.Done<>(CANARY));
        zone.unblock();
        assertThat(zone.isErased()).isTrue();
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> write(zone, ROOT, CANARY))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    @Test
    void erasesInTheOrderOfClassesAndPastARegionThatFails() {
        Chip chip = new Chip();
        Zone zone = Profile.KEYED.over(chip);
        for (int index = 0; index < PLAN.regions(); index++) {
            write(zone, index, CANARY);
        }
        chip.written.clear();
        chip.broken = 2;

        ZoneErasure erasure = zone.erase();

        assertThat(chip.written).containsExactly(0, 1, 3, 4);
        assertThat(erasure.isComplete()).isFalse();
        assertThat(erasure.failed()).containsExactly(2);
        assertThat(erasure).asString().endsWith(" ns, regions [2] not");
        chip.broken = -1;
        assertThat(zone.erase().isComplete()).isTrue();
    }

    /// An external memory, one region of which may stop to answer.
    private final class Chip implements ZoneMemory {
        private final List<Integer> written = new ArrayList<>();
        private int broken = -1;

        private void require(int index) {
            if (index == broken) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "chip: no answer");
            }
        }

        @Override
        public int regions() {
            return memory.regions();
        }

        @Override
        public void read(int index, MemorySegment into) {
            require(index);
            memory.read(index, into);
        }

        @Override
        public void write(int index, MemorySegment region) {
            require(index);
            written.add(index);
            memory.write(index, region);
        }

        @Override
        public String protection() {
            return "none";
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    @Test
    void saysThatTheMemoryDoesNotAnswer() {
        Chip chip = new Chip();
        Zone zone = Profile.HASHED.over(chip);
        chip.broken = ROOT;

        assertRefused(read(zone, ROOT), ZoneRead.Reason.MEMORY, "chip: no answer");
    }

    @Test
    void erasesOnlyAfterTheReadThatIsUnderWayAndLeavesNoCopy()
            throws ExecutionException, InterruptedException {
        Zone zone = Profile.KEYED.over(memory);
        write(zone, ROOT, CANARY);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch computed = new CountDownLatch(1);
        List<MemorySegment> copies = new ArrayList<>();

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<ZoneRead<Bytes>> read =
                    threads.submit(() ->
                            zone.read(
                                    ROOT,
                                    data -> {
                                        copies.add(data.segment());
                                        reading.countDown();
                                        await(computed);
                                        return Bytes.of(data.segment());
                                    }));
            reading.await();
            Future<ZoneErasure> erasure = threads.submit(zone::erase);
            computed.countDown();

            assertThat(read.get()).isEqualTo(new ZoneRead.Done<>(CANARY));
            assertThat(erasure.get().isComplete()).isTrue();
        }
        assertThat(copies.getFirst().toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void leavesNothingInItsMemoryWhenItIsClosed() {
        Zone zone = Profile.KEYED.over(memory);
        write(zone, ROOT, CANARY);
        MemorySegment region = memory.region(ROOT);

        zone.close();

        assertThat(region.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    @Test
    void refusesMemoryOfAnotherSize() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> Zone.hashed(ZoneMemory.locked(5), PLAN))
                .withMessage("zone memory of 5 regions: the plan wants 6");
    }

    static void write(Zone zone, int index, Bytes data) {
        try (Secret secret = Secret.take(data.toArray())) {
            zone.write(index, secret);
        }
    }

    static ZoneRead<Bytes> read(Zone zone, int index) {
        return zone.read(index, data -> Bytes.of(data.segment()));
    }

    static void assertRefused(ZoneRead<Bytes> read, ZoneRead.Reason reason, String why) {
        assertThat(read).isEqualTo(new ZoneRead.Refused<Bytes>(reason, why));
    }

    static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void flip(MemorySegment region, int bit) {
        byte octet = region.get(ValueLayout.JAVA_BYTE, bit / 8);
        region.set(ValueLayout.JAVA_BYTE, bit / 8, (byte) (octet ^ (1 << (bit % 8))));
    }
}
