package io.lapwing.trust;

import static io.lapwing.trust.ReadingTest.WEATHER;
import static io.lapwing.trust.World.N1;
import static io.lapwing.trust.World.N2;
import static io.lapwing.trust.World.N3;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Readings that prove the state of who sent them.
class ProofTest {
    private static final GroupId GROUP = new GroupId(7);
    private static final NodeEvent PROVEN = new NodeEvent.Proven(N1, WEATHER);

    /// Of the state after the tampering.
    private static final SoftwareStateKey BAD = SoftwareStateKey.create();

    private static final Nonce NONCE = new Nonce(Bytes.hex("0102030405060708"));

    @TempDir private Path folder = Path.of("");

    /// Two nodes that share a session key.
    private World pair(long seed) {
        World world = new World(folder, seed);
        world.join(N1, N2);
        world.connect(N1, N2, Service.KTC_DIRECT);
        world.events.clear();
        return world;
    }

    private static SoftwareStateKey prove(World world, NodeId node) {
        SoftwareStateKey key = SoftwareStateKey.create();
        world.step(node, world.node(node).proveBy(world.now, key));
        world.run();
        return key;
    }

    private static List<String> refusalsOfReading(World world) {
        world.events.clear();
        world.step(N1, world.node(N1).send(N2, WEATHER));
        world.run();
        assertThat(world.events).doesNotContain(PROVEN);
        return world.refusals();
    }

    private static void assertProven(World world) {
        world.events.clear();
        world.step(N1, world.node(N1).send(N2, WEATHER));
        world.run();
        assertThat(world.refusals()).isEmpty();
        assertThat(world.events).containsOnlyOnce(PROVEN);
    }

    @Test
    void provesAReadingToAPeer() {
        try (World world = pair(1)) {
            prove(world, N1);

            assertThat(world.events).contains(new NodeEvent.Enrolled());
            assertProven(world);
            assertProven(world);
            assertThat(world.heard(StateMessage.StateAsk.class)).hasSize(1);
            assertThat(world.audit()).containsOnlyOnce("trust.state-key 1 done");
            assertThat(world.central.nodes())
                    .extracting(TrustedNode::proves)
                    .containsExactly(true, false);
        }
    }

    @Test
    void provesAReadingToAGroupThatSharesOneKey() {
        try (World world = pair(2)) {
            world.join(N3);
            world.send(
                    world.central.setGroup(
                            world.now, World.OPERATOR, GROUP, NodeId.CENTRAL, List.of(N1, N2, N3)));
            world.run();
            prove(world, N1);
            world.events.clear();

            world.step(N1, world.node(N1).send(GROUP, WEATHER));
            world.run();

            assertThat(world.events.stream().filter(PROVEN::equals)).hasSize(2);
            assertThat(world.refusals()).isEmpty();
        }
    }

    @Test
    void enrolsWithTheJoin() {
        try (World world = new World(folder, 3)) {
            world.add(N1);
            world.enterLabel(N1);
            world.step(N1, world.node(N1).proveBy(world.now, SoftwareStateKey.create()));
            assertThat(world.heard(StateMessage.StateOffer.class)).isEmpty();

            world.step(N1, world.node(N1).join(world.now, world.label(N1)));
            world.run();

            assertThat(world.events).contains(new NodeEvent.Enrolled());
        }
    }

    @Test
    void sendsNothingInAnotherState() {
        try (World world = pair(4)) {
            SoftwareStateKey key = prove(world, N1);
            assertProven(world);

            key.change();

            assertThat(refusalsOfReading(world))
                    .singleElement()
                    .asString()
                    .contains("reading is not sent: node is not in the state of its key");
            assertThat(world.heard(StateMessage.Read.class)).hasSize(1);
            assertThat(world.share(N1, N2)).isTrue();
        }
    }

    @Test
    void sendsNothingWithoutAKey() {
        try (World world = pair(5)) {
            assertThat(refusalsOfReading(world))
                    .singleElement()
                    .asString()
                    .contains("node has no state key");
        }
    }

    @Test
    void refusesAReadingOfANodeThatEnrolledNoKey() {
        try (World world = pair(6)) {
            world.intruder =
                    envelope ->
                            Message.parse(envelope.message()) instanceof StateMessage.StateOffer
                                    ? List.of()
                                    : List.of(envelope);
            prove(world, N1);

            assertThat(refusalsOfReading(world))
                    .singleElement()
                    .asString()
                    .contains("reading of node 1 is not proven: it has no state key enrolled");
        }
    }

    @Test
    void refusesASignatureByAnotherKey() {
        try (World world = pair(7)) {
            prove(world, N1);
            assertProven(world);
            world.intruder =
                    envelope ->
                            Message.parse(envelope.message()) instanceof StateMessage.StateOffer
                                    ? List.of()
                                    : List.of(envelope);
            world.step(N1, world.node(N1).proveBy(world.now, SoftwareStateKey.create()));

            assertThat(refusalsOfReading(world))
                    .singleElement()
                    .asString()
                    .contains("its signature is not by the enrolled state key");
        }
    }

    @Test
    void refusesAReadingThatCameBefore() {
        try (World world = pair(8)) {
            prove(world, N1);
            assertProven(world);
            Envelope before = world.heard(StateMessage.Read.class).getFirst();
            world.events.clear();

            world.step(N2, world.node(N2).receive(world.now, before));

            assertThat(world.refusals()).singleElement().asString().contains("it came before");
        }
    }

    @Test
    void takesNoDataForAReadingAndNoReadingForData() {
        try (World world = pair(9)) {
            prove(world, N1);
            world.intruder = ProofTest::exchanged;

            world.events.clear();
            world.step(N1, world.node(N1).send(N2, WEATHER));
            world.step(N1, world.node(N1).send(N2, Bytes.of(new byte[100])));
            world.run();

            assertThat(world.events)
                    .allSatisfy(event -> assertThat(event).isInstanceOf(NodeEvent.Refused.class))
                    .hasSize(2);
        }
    }

    private static List<Envelope> exchanged(Envelope envelope) {
        Message message =
                switch (Message.parse(envelope.message())) {
                    case Message.Data data -> new StateMessage.Read(data.counter(), data.sealed());
                    case StateMessage.Read read -> new Message.Data(read.counter(), read.sealed());
                    case Message other -> other;
                };
        return List.of(new Envelope(envelope.from(), envelope.to(), message.encode()));
    }

    @Test
    void bindsASignatureToItsSessionSenderReceiverAndNumber() {
        try (World world = pair(10)) {
            var run =
                    new Context.Run(
                            Service.KTC_DIRECT,
                            N1,
                            N2,
                            Nonce.from(world.random),
                            Nonce.from(world.random));
            var again =
                    new Context.Run(Service.KTC_DIRECT, N1, N2, run.n1(), Nonce.from(world.random));
            Epoch epoch = new Epoch(3);
            Bytes values = WEATHER.encode();

            assertThat(
                            List.of(
                                    run.reading(epoch, N1, 1, values),
                                    run.reading(epoch, N2, 1, values),
                                    run.reading(epoch, N1, 2, values),
                                    run.reading(epoch.next(), N1, 1, values),
                                    again.reading(epoch, N1, 1, values),
                                    Context.groupReading(GROUP, epoch, N1, 1, values)))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void replacesAKeyForTheMemberAloneAndEndsTheOldOneEverywhere() {
        try (World world = pair(11)) {
            SoftwareStateKey old = prove(world, N1);
            assertProven(world);
            Envelope oldOffer = world.heard(StateMessage.StateOffer.class).getFirst();
            Epoch before = world.central.status().list().epoch();

            prove(world, N1);

            assertThat(world.central.status().list().epoch().isAfter(before)).isTrue();
            assertProven(world);
            world.send(oldOffer);
            world.run();
            assertProven(world);
            old.close();
            assertThat(world.audit().stream().filter("trust.state-key 1 done"::equals)).hasSize(2);
        }
    }

    @Test
    void letsANodeThatWasTamperedWithEnrolNoKeyOfItsNewState() {
        try (World world = pair(21)) {
            SoftwareStateKey good = prove(world, N1);

            good.change();
            world.reboot(N1);
            prove(world, N1);

            assertThat(world.refusals())
                    .anyMatch(why -> why.contains("state key is not taken"))
                    .anyMatch(why -> why.contains("join anew by a new label"));
            for (Bytes vouch : vouchesOfWhoHasTheMasterKey(world, 2)) {
                offer(world, 2, vouch);
            }
            assertThat(world.audit()).containsOnlyOnce("trust.state-key 1 done");
            assertThat(world.audit().stream().filter("trust.state-key 1 unvouched"::equals))
                    .hasSize(3);
            world.connect(N1, N2, Service.KDC_DIRECT);
            assertThat(refusalsOfReading(world))
                    .singleElement()
                    .asString()
                    .contains("its signature is not by the enrolled state key");
        }
    }

    /// What a node that was tampered with can still compute: its chip has the master key.
    private static List<Bytes> vouchesOfWhoHasTheMasterKey(World world, long number) {
        var context = new Context.Offer(N1, number, BAD.verificationKey(), NONCE);
        try (DerivingKey masterKey = masterKey(world)) {
            return List.of(
                    Bytes.EMPTY,
                    BAD.sign(context.vouch()),
                    Tag.of(masterKey, context.vouch()).octets());
        }
    }

    private static DerivingKey masterKey(World world) {
        return Objects.requireNonNull(world.chips.get(N1))
                .open(world.state(N1).membership().orElseThrow().masterKey());
    }

    private static void offer(World world, long number, Bytes vouch) {
        var context = new Context.Offer(N1, number, BAD.verificationKey(), NONCE);
        try (DerivingKey masterKey = masterKey(world)) {
            var message =
                    new StateMessage.StateOffer(
                            number,
                            BAD.verificationKey(),
                            NONCE,
                            vouch,
                            Tag.of(masterKey, context.offer(vouch)));
            world.send(new Envelope(N1, NodeId.CENTRAL, message.encode()));
            world.run();
        }
    }

    @Test
    void takesAFirstKeyFromTheProcessThatJoinedAlone() {
        try (World world = pair(22)) {
            world.reboot(N1);
            prove(world, N1);
            for (Bytes vouch : vouchesOfWhoHasTheMasterKey(world, 1)) {
                offer(world, 1, vouch);
            }

            assertThat(world.refusals()).anyMatch(why -> why.contains("state key is not taken"));
            assertThat(world.audit()).doesNotContain("trust.state-key 1 done");
            assertThat(world.audit().stream().filter("trust.state-key 1 unvouched"::equals))
                    .hasSize(4);
            world.join(N1);
            prove(world, N1);
            assertThat(world.audit()).containsOnlyOnce("trust.state-key 1 done");
        }
    }

    @Test
    void offersNoKeyForWhichTheOneBeforeCannotVouch() {
        try (World world = pair(23)) {
            SoftwareStateKey good = prove(world, N1);
            good.change();

            prove(world, N1);

            assertThat(world.refusals())
                    .anyMatch(why ->
                            why.contains(
                                    "state key is not offered: node is not in the state of its key"));
            assertThat(world.heard(StateMessage.StateOffer.class)).hasSize(1);
        }
    }

    @Test
    void asksForTheNumberAfterARestart() {
        try (World world = pair(24)) {
            prove(world, N1);
            SoftwareStateKey second = prove(world, N1);
            world.reboot(N1);
            SoftwareStateKey third = SoftwareStateKey.create();

            world.step(N1, world.node(N1).proveBy(world.now, second));
            world.step(N1, world.node(N1).proveBy(world.now, third));
            world.run();

            assertThat(world.audit().stream().filter("trust.state-key 1 done"::equals)).hasSize(3);
            world.connect(N1, N2, Service.KDC_DIRECT);
            assertProven(world);
        }
    }

    @Test
    void comesBackToAnOldKeyByAnOfferOfItsOwn() {
        try (World world = pair(12)) {
            SoftwareStateKey first = prove(world, N1);
            prove(world, N1);

            world.step(N1, world.node(N1).proveBy(world.now, first));
            world.run();

            assertProven(world);
            assertThat(world.audit().stream().filter("trust.state-key 1 done"::equals)).hasSize(3);
        }
    }

    @Test
    void enrolsOnceHoweverOftenItIsSaid() {
        try (World world = pair(13)) {
            SoftwareStateKey key = prove(world, N1);

            world.reboot(N1);
            world.restart(world.store());
            world.step(N1, world.node(N1).proveBy(world.now, key));
            world.run();

            assertThat(world.audit()).containsOnlyOnce("trust.state-key 1 done");
            world.connect(N1, N2, Service.KDC_DIRECT);
            assertProven(world);
        }
    }

    @Test
    void letsNobodyOfferAKeyForAnother() {
        try (World world = pair(14)) {
            prove(world, N1);
            Envelope offer = world.heard(StateMessage.StateOffer.class).getFirst();

            world.send(new Envelope(N2, NodeId.CENTRAL, offer.message()));
            world.send(
                    new Envelope(
                            N1,
                            NodeId.CENTRAL,
                            Samples.flipped(offer.message(), offer.message().length() - 1)));
            world.send(new Envelope(N3, NodeId.CENTRAL, offer.message()));
            world.run();

            assertThat(world.audit())
                    .contains(
                            "trust.state-key 2 forged",
                            "trust.state-key 1 forged",
                            "trust.state-key 3 unknown-node");
            assertThat(world.central.nodes())
                    .extracting(TrustedNode::proves)
                    .containsExactly(true, false);
        }
    }

    @Test
    void takesNoAnswerThatIsForgedOrOfAnotherQuestion() {
        try (World world = pair(15)) {
            prove(world, N1);
            Bytes foreign = Samples.signer().verificationKey().point();
            world.intruder =
                    envelope ->
                            Message.parse(envelope.message())
                                            instanceof StateMessage.StateAnswer answer
                                    ? List.of(
                                            new Envelope(
                                                    envelope.from(),
                                                    envelope.to(),
                                                    new StateMessage.StateAnswer(
                                                                    answer.of(),
                                                                    answer.epoch(),
                                                                    foreign,
                                                                    answer.tag())
                                                            .encode()))
                                    : List.of(envelope);

            List<String> refusals = refusalsOfReading(world);

            assertThat(refusals)
                    .anyMatch(why -> why.contains("answer about the key of node 1 fails its check"))
                    .anyMatch(why -> why.contains("the Central Entity did not say its key"));
        }
    }

    @Test
    void forgetsTheKeyOfANodeThatIsRevoked() {
        try (World world = pair(16)) {
            prove(world, N1);
            assertProven(world);

            world.send(world.central.revoke(world.now, World.OPERATOR, N1));
            world.run();
            world.events.clear();
            world.step(N2, world.node(N2).refresh(world.now));
            world.run();

            assertThat(world.node(N2).session(N1)).isEmpty();
            assertThat(world.central.nodes())
                    .extracting(TrustedNode::proves)
                    .containsExactly(false, false);
        }
    }

    @Test
    void provesOverABadMedium() {
        try (World world = pair(17)) {
            world.loss = 0.3;
            world.chaos = true;
            prove(world, N1);
            int proven = 0;
            for (int i = 0; i < 20; i++) {
                world.events.clear();
                world.step(N1, world.node(N1).send(N2, WEATHER));
                world.run();
                proven += world.events.contains(PROVEN) ? 1 : 0;
            }

            assertThat(proven).isBetween(8, 20);
        }
    }

    @Test
    void holdsFewReadingsThatWaitForAKey() {
        try (World world = pair(18)) {
            prove(world, N1);
            world.intruder =
                    envelope ->
                            Message.parse(envelope.message()) instanceof StateMessage.StateAnswer
                                    ? List.of()
                                    : List.of(envelope);
            world.events.clear();

            for (int i = 0; i < 6; i++) {
                world.step(N1, world.node(N1).send(N2, WEATHER));
            }
            world.once();

            assertThat(world.refusals())
                    .hasSize(2)
                    .allMatch(why -> why.contains("4 readings of node 1 wait for its key"));
            world.intruder = List::of;
            world.run();
            assertThat(world.events.stream().filter(PROVEN::equals)).hasSize(4);
        }
    }

    /// What goes over the air, in octets: the figures of `docs/protocols/trust.md`.
    @Test
    void saysWhatItSaysInFewOctets() {
        try (World world = pair(19)) {
            prove(world, N1);
            assertProven(world);
            prove(world, N1);

            assertThat(sizes(world, StateMessage.StateOffer.class)).containsExactly(60, 117);
            assertThat(sizes(world, StateMessage.StateTaken.class)).containsExactly(11, 11);
            assertThat(sizes(world, StateMessage.StateAsk.class)).containsExactly(18);
            assertThat(sizes(world, StateMessage.StateAnswer.class)).containsExactly(46);
            assertThat(sizes(world, StateMessage.Read.class)).containsExactly(91);
        }
    }

    private static List<Integer> sizes(World world, Class<? extends Message> kind) {
        return world.heard(kind).stream().map(heard -> heard.message().length()).toList();
    }

    @Test
    void losesNoKeyWhereverPowerIsLost() {
        for (int write = 0; write < 2; write++) {
            for (boolean after : new boolean[] {false, true}) {
                Path own = folder.resolve(write + "-" + after);
                try (World world = new World(own, 20)) {
                    world.join(N1, N2);
                    world.connect(N1, N2, Service.KTC_DIRECT);
                    prove(world, N1);
                    FailingStore failing = new FailingStore(world.store(), write, after);
                    world.restart(failing);
                    failing.arm();
                    SoftwareStateKey next = SoftwareStateKey.create();

                    world.step(N1, world.node(N1).proveBy(world.now, next));
                    world.once();
                    world.once();
                    world.restart(world.store());
                    world.run();

                    assertThat(world.events).contains(new NodeEvent.Enrolled());
                    assertProven(world);
                    Optional<Bytes> kept =
                            new NodeRows(world.store(), world.parts.guard())
                                    .trusted(N1, Profile.LAPWING)
                                    .flatMap(NodeRow::proof)
                                    .map(NodeRow.Proof::key);
                    assertThat(kept).contains(next.verificationKey().point());
                }
            }
        }
    }
}
