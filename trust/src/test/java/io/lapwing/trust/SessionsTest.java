package io.lapwing.trust;

import static io.lapwing.trust.World.N1;
import static io.lapwing.trust.World.N2;
import static io.lapwing.trust.World.N3;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole sessions of profile `lapwing`: joining, the list, and every service, on a good medium and on a bad one.
class SessionsTest {
    private static final GroupId GROUP = new GroupId(7);

    @TempDir private Path folder = Path.of("");

    @Test
    void joinsByTheLabelAndGetsTheList() {
        try (World world = new World(folder, 1)) {

            world.join(N1, N2);

            assertThat(world.node(N1).list().orElseThrow().nodes()).containsExactly(N1, N2);
            assertThat(world.node(N2).list().orElseThrow())
                    .isEqualTo(world.node(N1).list().orElseThrow());
            assertThat(world.central.nodes())
                    .extracting(TrustedNode::state)
                    .containsExactly("joined", "joined");
            assertThat(world.audit())
                    .containsSequence(
                            "trust.label 1 done", "trust.join 1 done", "trust.list list done");
            assertThat(world.refusals()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharesASessionKeyByEachService(Service service) {
        try (World world = new World(folder, 2)) {
            world.join(N1, N2);

            world.connect(N1, N2, service);

            assertThat(world.refusals()).isEmpty();
            assertThat(world.share(N1, N2)).isTrue();
            assertThat(world.audit()).contains("trust.translate 2 done");
            assertThat(world.central.status().translations()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void sharesAKeyWithAGroup(long owner) {
        try (World world = new World(folder, 3)) {
            world.join(N1, N2, N3);

            world.send(
                    world.central.setGroup(
                            world.now,
                            World.OPERATOR,
                            GROUP,
                            new NodeId(owner),
                            List.of(N1, N2, N3)));
            world.run();

            assertThat(world.events.stream().filter(NodeEvent.Shared.class::isInstance)).hasSize(3);
            world.step(N2, world.node(N2).send(GROUP, Bytes.of(1, 2, 3)));
            world.run();
            assertThat(
                            world.events.stream()
                                    .filter(new NodeEvent.Received(N2, Bytes.of(1, 2, 3))::equals))
                    .hasSize(2);
            assertThat(world.central.isDistributing(GROUP)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void givesAGroupANewKeyWhenAMemberLeaves(long owner) {
        try (World world = new World(folder, 4)) {
            world.join(N1, N2, N3);
            world.send(
                    world.central.setGroup(
                            world.now,
                            World.OPERATOR,
                            GROUP,
                            new NodeId(owner),
                            List.of(N1, N2, N3)));
            world.run();
            GroupSession before = world.node(N2).session(GROUP).orElseThrow();

            world.send(world.central.revoke(world.now, World.OPERATOR, N3));
            world.run();

            GroupSession after = world.node(N2).session(GROUP).orElseThrow();
            assertThat(after.epoch().isAfter(before.epoch())).isTrue();
            assertThat(world.node(N3).session(GROUP)).isEmpty();
            world.events.clear();
            world.step(N1, world.node(N1).send(GROUP, Bytes.of(9)));
            world.run();
            assertThat(world.events.stream().filter(NodeEvent.Received.class::isInstance))
                    .containsExactly(new NodeEvent.Received(N1, Bytes.of(9)));
        }
    }

    @Test
    void givesAGroupANewKeyWhenANodeLostItsOwn() {
        try (World world = new World(folder, 5)) {
            world.join(N1, N2);
            world.send(
                    world.central.setGroup(
                            world.now, World.OPERATOR, GROUP, NodeId.CENTRAL, List.of(N1, N2)));
            world.run();

            world.reboot(N2);
            world.step(N2, world.node(N2).refresh(world.now));
            world.run();

            world.events.clear();
            world.step(N2, world.node(N2).send(GROUP, Bytes.of(5)));
            world.run();
            assertThat(world.events).contains(new NodeEvent.Received(N2, Bytes.of(5)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.3})
    void comesThroughABadMedium(double loss) {
        try (World world = new World(folder, 6)) {
            world.join(N1, N2, N3);
            world.loss = loss;
            world.chaos = true;

            for (Service service : Service.values()) {
                for (int i = 0; i < 4; i++) {
                    world.connect(N1, N2, service);
                    assertThat(world.share(N1, N2)).as(service + " " + i).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void joinsOverABadMedium(long seed) {
        try (World world = new World(folder, seed)) {
            world.loss = 0.3;
            world.chaos = true;

            world.join(N1);
            world.step(N1, world.node(N1).refresh(world.now));
            world.run();

            assertThat(world.node(N1).list()).isPresent();
            assertThat(world.audit().stream().filter("trust.join 1 done"::equals)).hasSize(1);
        }
    }

    @Test
    void goesOnAfterEitherSideLostPower() {
        try (World world = new World(folder, 7)) {
            world.join(N1, N2);

            world.reboot(N1);
            world.reboot(N2);
            world.restart(world.store());
            world.connect(N1, N2, Service.KTC_DIRECT);

            assertThat(world.share(N1, N2)).isTrue();
        }
    }

    @Test
    void joinsAnewWithANewLabel() {
        try (World world = new World(folder, 8)) {
            world.join(N1, N2);

            world.join(N2);
            world.connect(N1, N2, Service.KTC_INDIRECT);

            assertThat(world.share(N1, N2)).isTrue();
        }
    }

    @Test
    void keepsManyNodesOnOneList() {
        try (World world = new World(folder, 9)) {
            NodeId[] many =
                    IntStream.rangeClosed(1, 20).mapToObj(NodeId::new).toArray(NodeId[]::new);

            world.join(many);

            assertThat(world.central.status().list().nodes()).hasSize(20);
            assertThat(world.node(N1).list().orElseThrow().nodes()).hasSize(20);
            assertThat(world.node(many[19]).list()).isEqualTo(world.node(N1).list());
        }
    }

    @Test
    void takesTheListThatComesBeforeTheLastWordOfAJoin() {
        try (World world = new World(folder, 12)) {
            List<Envelope> heldBack = new ArrayList<>();
            world.intruder =
                    envelope -> {
                        Message message = Message.parse(envelope.message());
                        if (message instanceof Message.Join join && join.step() == 4) {
                            heldBack.add(envelope);
                            return List.of();
                        }
                        return message instanceof Message.SignedList && !heldBack.isEmpty()
                                ? List.of(envelope, heldBack.removeFirst())
                                : List.of(envelope);
                    };

            world.join(N1, N2);
            world.join(N1);

            assertThat(world.node(N1).list().orElseThrow().nodes()).containsExactly(N1, N2);
            assertThat(world.refusals()).isEmpty();
        }
    }

    @Test
    void refusesWhoDoesNotFitOnTheListAndKeepsTheLabelGood() {
        try (World world = new World(folder, 11)) {
            var lists = new ListKeeper(world.store(), world.parts.signer());
            lists.nodes(world.now, World.OPERATOR, _ -> numbered(DeviceList.MAX_NODES));
            NodeId late = new NodeId(5_000);

            world.join(late);

            assertThat(world.audit()).contains("trust.join 5000 list-full");
            assertThat(world.central.status().refusals()).containsKey("list-full");
            lists.nodes(world.now, World.OPERATOR, _ -> numbered(3));
            world.now = world.now.plus(Duration.ofHours(1));
            world.step(late, world.node(late).join(world.now, world.label(late)));
            world.run();
            assertThat(world.node(late).list().orElseThrow().nodes()).contains(late);
        }
    }

    private static SortedSet<NodeId> numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(NodeId::new)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What goes over the air, in octets: the figures of `docs/protocols/trust.md`.
    @Test
    void saysWhatItSaysInFewOctets() {
        try (World world = new World(folder, 10)) {
            world.join(N1, N2);

            assertThat(sizes(world, 0, 4)).containsExactly(38, 36, 51, 80);
            assertThat(sizes(world, Service.KTC_DIRECT)).containsExactly(10, 17, 94, 79, 19, 9);
            assertThat(sizes(world, Service.KTC_INDIRECT)).containsExactly(10, 17, 94, 79, 77, 9);
            assertThat(sizes(world, Service.KDC_DIRECT)).containsExactly(10, 17, 36, 71, 44, 9);
            assertThat(sizes(world, Service.KDC_INDIRECT)).containsExactly(10, 17, 36, 71, 44, 9);
        }
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
