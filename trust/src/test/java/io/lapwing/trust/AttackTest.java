package io.lapwing.trust;

import static io.lapwing.trust.World.N1;
import static io.lapwing.trust.World.N2;
import static io.lapwing.trust.World.N3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What whoever owns the air, a dishonest node, or who finds a label can do to profile `lapwing`: nothing.
class AttackTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void takesNoMessageOfAnEarlierRun(Service service) {
        try (World world = new World(folder, 21)) {
            world.join(N1, N2, N3);
            world.connect(N1, N2, service);
            List<Envelope> before = List.copyOf(world.heard);
            Session atN1 = world.node(N1).session(N2).orElseThrow();
            Session atN2 = world.node(N2).session(N1).orElseThrow();

            world.events.clear();
            before.forEach(world::deliver);
            world.run();

            assertThat(world.events.stream().filter(NodeEvent.Connected.class::isInstance))
                    .isEmpty();
            assertThat(world.node(N1).session(N2)).containsSame(atN1);
            assertThat(world.node(N2).session(N1)).containsSame(atN2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesNoKeyThatWasHeldBack(Service service) {
        try (World world = new World(folder, 22)) {
            world.join(N1, N2);
            List<Envelope> heldBack = new ArrayList<>();
            world.intruder =
                    envelope -> {
                        Message message = Message.parse(envelope.message());
                        if (message instanceof Message.Delivered
                                || message instanceof Message.Presented) {
                            heldBack.add(envelope);
                            return List.of();
                        }
                        return List.of(envelope);
                    };
            world.connect(N1, N2, service);
            world.intruder = List::of;
            world.now = world.now.plus(NodeSettings.defaults().runLife());
            world.run();

            world.events.clear();
            heldBack.forEach(world::deliver);

            assertThat(heldBack).isNotEmpty();
            assertThat(world.refusals()).isNotEmpty().allMatch(why -> why.contains("no nonce"));
            assertThat(world.node(N2).session(N1)).isEmpty();
        }
    }

    @Test
    void takesNoMessageThatComesBackToItsSender() {
        try (World world = new World(folder, 23)) {
            world.join(N1, N2);
            world.intruder =
                    envelope ->
                            envelope.to().equals(N2)
                                    ? List.of(new Envelope(N2, N1, envelope.message()))
                                    : List.of(envelope);

            world.connect(N1, N2, Service.KTC_DIRECT);

            assertThat(world.node(N1).session(N2)).isEmpty();
            assertThat(world.node(N1).session(N1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesNoKeyForAnotherNodes(Service service) {
        try (World world = new World(folder, 24)) {
            world.join(N1, N2, N3);
            world.intruder = World::crossed;

            world.connect(N1, N2, service);
            world.connect(N3, N2, service);

            assertThat(world.node(N1).session(N2)).isEmpty();
            assertThat(world.node(N2).session(N1)).isEmpty();
            assertThat(world.node(N2).session(N3)).isEmpty();
        }
    }

    @Test
    void refusesAnOlderAndAForgedList() {
        try (World world = new World(folder, 25)) {
            world.join(N1);
            Envelope old = world.heard(Message.SignedList.class).getLast();
            world.join(N2);
            DeviceList now = world.node(N1).list().orElseThrow();
            var signed = (Message.SignedList) Message.parse(old.message());
            DeviceList later = new DeviceList(new Epoch(99), now.nodes(), List.of());
            var forged = new Message.SignedList(later.encode(), signed.signature());

            world.events.clear();
            world.deliver(old);
            world.deliver(new Envelope(NodeId.CENTRAL, N1, forged.encode()));

            assertThat(world.node(N1).list()).contains(now);
            assertThat(world.refusals())
                    .anyMatch(why -> why.contains("epoch 1: want one after 2"))
                    .anyMatch(why -> why.contains("not signed by this Central Entity"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutsARevokedNodeOff(Service service) {
        try (World world = new World(folder, 26)) {
            world.join(N1, N2);
            world.connect(N1, N2, Service.KDC_DIRECT);
            world.intruder =
                    envelope ->
                            Message.parse(envelope.message()) instanceof Message.SignedList
                                    ? List.of(new Envelope(NodeId.CENTRAL, N2, envelope.message()))
                                    : List.of(envelope);

            world.send(world.central.revoke(world.now, World.OPERATOR, N1));
            world.run();
            world.connect(N1, N2, service);

            assertThat(world.node(N2).session(N1)).isEmpty();
            assertThat(world.refusals()).anyMatch(why -> why.contains("node 1 is not on the list"));
        }
    }

    @Test
    void translatesNothingForARevokedNodeNorToOne() {
        try (World world = new World(folder, 27)) {
            world.join(N1, N2);
            world.intruder =
                    envelope ->
                            Message.parse(envelope.message()) instanceof Message.SignedList
                                    ? List.of()
                                    : List.of(envelope);
            world.send(world.central.revoke(world.now, World.OPERATOR, N2));
            world.run();

            world.connect(N1, N2, Service.KTC_DIRECT);
            world.connect(N2, N1, Service.KTC_DIRECT);

            assertThat(world.refusals()).anyMatch(why -> why.contains("not-trusted"));
            assertThat(world.audit())
                    .contains("trust.translate 1 not-trusted", "trust.translate 2 unknown-node")
                    .doesNotContain("trust.translate 2 done");
        }
    }

    @Test
    void refusesATicketOfAnOlderList() {
        try (World world = new World(folder, 28)) {
            world.join(N1, N2, N3);
            List<Envelope> tickets = new ArrayList<>();
            world.intruder =
                    envelope -> {
                        if (Message.parse(envelope.message()) instanceof Message.Presented) {
                            tickets.add(envelope);
                            return List.of();
                        }
                        return List.of(envelope);
                    };
            world.step(N1, world.node(N1).connect(world.now, N2, Service.KTC_INDIRECT));
            while (tickets.isEmpty()) {
                world.once();
            }
            world.intruder = List::of;
            world.send(world.central.revoke(world.now, World.OPERATOR, N3));
            world.once();

            world.events.clear();
            world.deliver(tickets.getFirst());

            assertThat(world.refusals())
                    .anyMatch(why -> why.contains("translation of epoch 3: want 4 or later"));
            assertThat(world.node(N2).session(N1)).isEmpty();
        }
    }

    @Test
    void refusesAWrongLabel() {
        try (World world = new World(folder, 29)) {
            world.add(N1);
            world.enterLabel(N1);
            AccessKey wrong = new AccessKey(Secret.random(AccessKey.LENGTH_BYTES));

            world.step(N1, world.node(N1).join(world.now, wrong));
            world.run();

            assertThat(world.node(N1).list()).isEmpty();
            assertThat(world.audit()).contains("trust.join 1 wrong-label");
            assertThat(world.central.nodes())
                    .extracting(TrustedNode::state)
                    .containsExactly("labelled");
        }
    }

    @Test
    void refusesALabelThatNobodyEntered() {
        try (World world = new World(folder, 30)) {
            world.add(N1);

            world.step(N1, world.node(N1).join(world.now, world.label(N1)));
            world.run();

            assertThat(world.audit()).contains("trust.join 1 unknown-label");
        }
    }

    @Test
    void letsALabelInOnce() {
        try (World world = new World(folder, 31)) {
            world.join(N1);

            world.step(N1, world.node(N1).join(world.now, world.label(N1)));
            world.run();

            assertThat(world.audit().stream().filter("trust.join 1 done"::equals)).hasSize(1);
            assertThat(world.audit()).contains("trust.join 1 used-label");
            assertThatThrownBy(() -> world.enterLabel(N1))
                    .hasMessageContaining("label of node 1 was used");
        }
    }

    @Test
    void hearsMembersHoweverManyStrangersSpeak() {
        try (World world = new World(folder, 35)) {
            world.join(N1, N2);
            for (int i = 0; i < 500; i++) {
                NodeId from = i % 2 == 0 ? N1 : new NodeId(1_000 + i);
                world.deliver(new Envelope(from, NodeId.CENTRAL, Bytes.of(0xff, i)));
            }
            int recorded = world.audit().size();

            world.connect(N1, N2, Service.KTC_DIRECT);
            world.deliver(new Envelope(N2, NodeId.CENTRAL, Bytes.of(0xff)));

            assertThat(world.share(N1, N2)).isTrue();
            assertThat(world.central.status().refusals()).containsKey("ignored");
            assertThat(world.audit()).hasSizeLessThan(recorded + 5);
        }
    }

    @Test
    void listensToGuessesSeldom() {
        try (World world = new World(folder, 32)) {
            world.join(N2);
            world.add(N1);
            world.enterLabel(N1);
            int before = world.audit().size();

            for (int i = 0; i < 200; i++) {
                AccessKey guess = new AccessKey(Secret.random(AccessKey.LENGTH_BYTES));
                world.step(N1, world.node(N1).join(world.now, guess));
                world.once();
                world.once();
                world.once();
            }

            assertThat(world.audit().size() - before).isLessThanOrEqualTo(GuessLimit.BURST + 1);
            assertThat(world.central.status().refusals().get("ignored")).isGreaterThan(100);
            world.now = world.now.plus(Duration.ofHours(1));
            world.step(N1, world.node(N1).join(world.now, world.label(N1)));
            world.run();
            assertThat(world.node(N1).list()).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesThroughWhateverIsAlteredAndCut(Service service) {
        try (World world = new World(folder, 33)) {
            world.join(N1, N2);
            Random random = new Random(34);
            world.intruder =
                    envelope ->
                            random.nextInt(4) == 0
                                    ? List.of(envelope, altered(envelope, random))
                                    : List.of(altered(envelope, random), envelope);

            world.connect(N1, N2, service);
            world.connect(N1, N2, service);
            world.connect(N1, N2, service);
            world.intruder = List::of;

            boolean atN1 = world.node(N1).session(N2).isPresent();
            assertThat(atN1).isEqualTo(world.node(N2).session(N1).isPresent());
            if (atN1) {
                assertThat(world.share(N1, N2)).isTrue();
            }
        }
    }

    private static Envelope altered(Envelope envelope, Random random) {
        byte[] octets = envelope.message().toArray();
        if (random.nextBoolean()) {
            octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            return new Envelope(envelope.from(), envelope.to(), Bytes.of(octets));
        }
        return new Envelope(
                envelope.from(),
                envelope.to(),
                envelope.message().slice(0, random.nextInt(octets.length)));
    }

    @Test
    void endsRunsWhenTheClockGoesBack() {
        try (World world = new World(folder, 35)) {
            world.join(N1, N2);
            Envelope hello =
                    world.node(N1).connect(world.now, N2, Service.KTC_DIRECT).send().getFirst();
            Step answer = world.node(N2).receive(world.now, hello);

            world.node(N2).tick(world.now.minusSeconds(60));
            world.node(N1).tick(world.now.minusSeconds(60));
            Step late = world.node(N1).receive(world.now, answer.send().getFirst());

            assertThat(late.send()).isEmpty();
            assertThat(late.events().toString()).contains("no run with node 2 is under way");
        }
    }

    @Test
    void doesNotListenToAReplayedReading() {
        try (World world = new World(folder, 36)) {
            world.join(N1, N2);
            world.connect(N1, N2, Service.KTC_DIRECT);
            world.step(N1, world.node(N1).send(N2, Bytes.of(1)));
            Envelope reading = world.heard.getLast();
            world.run();

            world.events.clear();
            world.deliver(reading);
            world.deliver(new Envelope(N1, N1, reading.message()));

            assertThat(world.refusals()).anyMatch(why -> why.contains("it came before"));
            assertThat(world.events.stream().filter(NodeEvent.Received.class::isInstance))
                    .isEmpty();
        }
    }
}
