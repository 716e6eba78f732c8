package io.lapwing.trust;

import static io.lapwing.trust.World.N1;
import static io.lapwing.trust.World.N2;
import static io.lapwing.trust.World.N3;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.vault.tpm.Tpm;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole sessions of profile `lapwing` where every chip is a TPM: the Central Entity's and those of three nodes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TpmSessionsTest {
    private static final GroupId GROUP = new GroupId(7);

    @TempDir private Path folder = Path.of("");
    private List<Swtpm> swtpms = List.of();
    private List<Tpm> tpms = List.of();

    @BeforeAll
    void open(@TempDir Path tpmFolder) {
        swtpms = Stream.generate(() -> Swtpm.start(tpmFolder)).limit(4).toList();
        tpms = swtpms.stream().map(Swtpm::open).toList();
    }

    @AfterAll
    void close() {
        tpms.forEach(Tpm::close);
        swtpms.forEach(Swtpm::close);
    }

    private World world(long seed) {
        return new World(folder, seed, id -> TpmChip.over(tpms.get((int) id.value())));
    }

    @ParameterizedTest
    @EnumSource
    void sharesASessionKeyByEachService(Service service) {
        try (World world = world(1)) {
            world.join(N1, N2);

            world.connect(N1, N2, service);

            assertThat(world.refusals()).isEmpty();
            assertThat(world.share(N1, N2)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void sharesAKeyWithAGroupAndANewOneWhenAMemberIsRevoked(long owner) {
        try (World world = world(2)) {
            world.join(N1, N2, N3);
            world.send(
                    world.central.setGroup(
                            world.now,
                            World.OPERATOR,
                            GROUP,
                            new NodeId(owner),
                            List.of(N1, N2, N3)));
            world.run();
            Epoch before = world.node(N2).session(GROUP).orElseThrow().epoch();

            world.send(world.central.revoke(world.now, World.OPERATOR, N3));
            world.run();

            assertThat(world.node(N2).session(GROUP).orElseThrow().epoch().isAfter(before))
                    .isTrue();
            assertThat(world.node(N3).session(GROUP)).isEmpty();
            world.events.clear();
            world.step(N1, world.node(N1).send(GROUP, Bytes.of(9)));
            world.run();
            assertThat(world.events.stream().filter(NodeEvent.Received.class::isInstance))
                    .containsExactly(new NodeEvent.Received(N1, Bytes.of(9)));
            world.step(N1, world.node(N1).connect(world.now, N3, Service.KTC_DIRECT));
            assertThat(world.refusals()).anyMatch(why -> why.contains("node 3 is not on the list"));
        }
    }

    @Test
    void goesOnAfterNodesAndCentralEntityLostPower() {
        try (World world = world(3)) {
            world.join(N1, N2);

            world.reboot(N1);
            world.reboot(N2);
            world.restart(world.store());
            world.connect(N1, N2, Service.KTC_INDIRECT);

            assertThat(world.share(N1, N2)).isTrue();
        }
    }

    @Test
    void comesThroughABadMedium() {
        try (World world = world(4)) {
            world.join(N1, N2);
            world.loss = 0.2;
            world.chaos = true;

            for (int i = 0; i < 10; i++) {
                world.connect(N1, N2, Service.KTC_DIRECT);
                assertThat(world.share(N1, N2)).as("run " + i).isTrue();
            }
        }
    }

    /// What goes over the air, in octets: the figures of `docs/protocols/trust.md`.
    @Test
    void saysWhatItSaysInFewOctets() {
        try (World world = world(5)) {
            world.join(N1, N2);

            assertThat(sizes(world, 0, 4)).containsExactly(38, 36, 51, 80);
            assertThat(sizes(world, Service.KTC_DIRECT)).containsExactly(10, 17, 239, 224, 19, 9);
            assertThat(sizes(world, Service.KTC_INDIRECT))
                    .containsExactly(10, 17, 239, 194, 222, 9);
            assertThat(sizes(world, Service.KDC_DIRECT)).containsExactly(10, 17, 36, 71, 44, 9);
            assertThat(sizes(world, Service.KDC_INDIRECT)).containsExactly(10, 17, 36, 71, 44, 9);

            world.send(
                    world.central.setGroup(world.now, World.OPERATOR, GROUP, N1, List.of(N1, N2)));
            world.run();
            assertThat(size(world, Message.GroupAsk.class)).isEqualTo(19);
            assertThat(size(world, Message.GroupCall.class)).isEqualTo(19);
            assertThat(size(world, Message.GroupOffer.class)).isEqualTo(215);
            assertThat(size(world, Message.GroupKey.class)).isEqualTo(216);
            assertThat(size(world, Message.GroupDone.class)).isEqualTo(11);
        }
    }

    private static int size(World world, Class<? extends Message> kind) {
        return world.heard(kind).getFirst().message().length();
    }

    private static List<Integer> sizes(World world, Service service) {
        int before = world.heard.size();
        world.connect(N1, N2, service);
        return sizes(world, before, 6);
    }

    private static List<Integer> sizes(World world, int from, int count) {
        return world.heard.subList(from, from + count).stream()
                .map(envelope -> envelope.message().length())
                .toList();
    }
}
