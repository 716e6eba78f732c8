package io.lapwing.trust;

import static io.lapwing.trust.World.N1;
import static io.lapwing.trust.World.N2;
import static io.lapwing.trust.World.N3;
import static io.lapwing.trust.World.NOON;
import static io.lapwing.trust.World.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.service.Store;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Profile `ties-2024` works as printed, and its attacks work too.
class TiesTest {
    private static final ProfileChoice CHOICE = new ProfileChoice(Profile.TIES_2024, true);

    /// Chips are slow to make: RSA.
    private static final Map<NodeId, TiesChip> CHIPS =
            Map.of(
                    NodeId.CENTRAL,
                    TiesSoftwareChip.create(Aes.best()),
                    N1,
                    TiesSoftwareChip.create(Aes.best()),
                    N2,
                    TiesSoftwareChip.create(Aes.best()),
                    N3,
                    TiesSoftwareChip.create(Aes.best()));

    TiesChip chip(NodeId node) {
        return Objects.requireNonNull(CHIPS.get(node));
    }

    /// Octets of a key that was duplicated.
    int duplicateBytes() {
        return 256;
    }

    private final Random random = new Random(51);
    private final Map<NodeId, TiesNode> nodes = new TreeMap<>();
    private final List<Envelope> heard = new ArrayList<>();
    private final List<NodeEvent> events = new ArrayList<>();
    private final ArrayDeque<Envelope> air = new ArrayDeque<>();
    private final Secret guardKey = Secret.random(32);
    private double loss;
    private Instant now = NOON;

    @TempDir private Path folder = Path.of("");
    private Store store;
    private TiesCentral central;

    private TiesCentral central() {
        return new TiesCentral(
                CHOICE, store, new SoftwareGuard(Aes.best(), guardKey), chips(NodeId.CENTRAL));
    }

    private TiesNode.Chips chips(NodeId node) {
        return new TiesNode.Chips(chip(node), Aes.best(), random);
    }

    @BeforeEach
    void joinThree() {
        store = Stores.embedded(folder.resolve("store"), StoreOptions.of("ties"));
        central = central();
        for (NodeId id : List.of(N1, N2, N3)) {
            try (AccessKey label = new AccessKey(Secret.random(AccessKey.LENGTH_BYTES))) {
                central.enterLabel(now, OPERATOR, id, label);
                nodes.put(id, new TiesNode(CHOICE, id, label, chips(id), NodeSettings.defaults()));
            }
            step(node(id).join(now));
            run();
        }
    }

    @AfterEach
    void close() {
        nodes.values().forEach(TiesNode::close);
        store.close();
    }

    private TiesNode node(NodeId id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    private void step(Step step) {
        events.addAll(step.events());
        send(step.send());
    }

    private void send(List<Envelope> envelopes) {
        heard.addAll(envelopes);
        envelopes.stream().filter(_ -> random.nextDouble() >= loss).forEach(air::add);
    }

    private void run() {
        while (true) {
            while (!air.isEmpty()) {
                deliver(air.remove());
            }
            var due =
                    nodes.values().stream()
                            .flatMap(node -> node.due().stream())
                            .min(Instant::compareTo);
            if (due.isEmpty()) {
                return;
            }
            now = due.get();
            nodes.values().forEach(node -> step(node.tick(now)));
        }
    }

    private void deliver(Envelope envelope) {
        if (envelope.to().equals(NodeId.CENTRAL)) {
            send(central.receive(now, envelope));
        } else {
            step(node(envelope.to()).receive(now, envelope));
        }
    }

    private List<Envelope> heard(int code) {
        return heard.stream().filter(envelope -> envelope.message().at(0) == code).toList();
    }

    @Test
    void sendsTheListToAll() {
        assertThat(node(N1).list()).containsExactly(N1, N2, N3);
        assertThat(node(N3).list()).containsExactly(N1, N2, N3);
    }

    @ParameterizedTest
    @EnumSource
    void sharesAKeyByEachService(Service service) {
        step(node(N1).connect(now, List.of(N2), service));
        run();

        assertThat(events).contains(new NodeEvent.Confirmed(N2));
    }

    @Test
    void sharesOneKeyWithMany() {
        step(node(N1).connect(now, List.of(N2, N3), Service.KTC_DIRECT));
        run();

        assertThat(events).contains(new NodeEvent.Confirmed(N2), new NodeEvent.Confirmed(N3));
    }

    @ParameterizedTest
    @EnumSource
    void comesThroughALossyMedium(Service service) {
        loss = 0.2;

        for (int i = 0; i < 3; i++) {
            step(node(N1).connect(now, List.of(N2), service));
            run();
        }

        assertThat(events).contains(new NodeEvent.Confirmed(N2));
    }

    @Test
    void isOffUnlessAccepted() {
        assertThatThrownBy(() -> new ProfileChoice(Profile.TIES_2024, false))
                .hasMessageContaining("insecure");
        assertThat(ProfileChoice.defaults().profile()).isEqualTo(Profile.LAPWING);
        assertThatThrownBy(() ->
                        new TiesCentral(
                                ProfileChoice.defaults(),
                                store,
                                new SoftwareGuard(Aes.best(), guardKey),
                                chips(NodeId.CENTRAL)))
                .hasMessageContaining("want ties-2024");
    }

    @Test
    void takesAnOldKeyAgain() {
        step(node(N1).connect(now, List.of(N2), Service.KTC_DIRECT));
        run();
        Envelope old = heard(TiesMessage.DELIVERY).getFirst();
        Envelope challenge = heard(TiesMessage.CHALLENGE).getFirst();
        step(node(N1).connect(now, List.of(N2), Service.KTC_DIRECT));
        run();

        heard.clear();
        deliver(old);
        deliver(challenge);

        assertThat(heard(TiesMessage.ANSWER)).hasSize(1);
    }

    @Test
    void takesItsOwnChallengeReflectedEveryOtherTime() {
        int fooled = 0;
        for (int i = 0; i < 16; i++) {
            step(node(N1).connect(now, List.of(N2), Service.KDC_DIRECT));
            while (heard(TiesMessage.CHALLENGE).size() <= i) {
                deliver(air.remove());
            }
            air.clear();
            byte[] turned = heard(TiesMessage.CHALLENGE).get(i).message().toArray();
            turned[0] = TiesMessage.ANSWER;
            turned[turned.length - 1] ^= 1;
            events.clear();
            deliver(new Envelope(N2, N1, Bytes.of(turned)));
            fooled += events.contains(new NodeEvent.Confirmed(N2)) ? 1 : 0;
        }

        assertThat(fooled).isBetween(3, 13);
    }

    /// CFB garbles the block after the altered one: that is the key, and nothing notices.
    @Test
    void takesAnAlteredAddress() {
        step(node(N1).connect(now, List.of(N2), Service.KDC_DIRECT));
        run();
        Envelope key =
                heard(TiesMessage.KDC_KEY).stream()
                        .filter(envelope -> envelope.to().equals(N2))
                        .findFirst()
                        .orElseThrow();
        byte[] octets = key.message().toArray();
        octets[1 + 16] ^= (byte) (N1.value() ^ N3.value());

        deliver(new Envelope(NodeId.CENTRAL, N2, Bytes.of(octets)));

        assertThat(node(N2).hasKey(N3)).isTrue();
    }

    @Test
    void goesBackToAnOlderList() {
        Envelope old = heard(TiesMessage.LIST).getLast();
        send(central.revoke(now, OPERATOR, N1));
        run();
        assertThat(node(N3).list()).containsExactly(N2, N3);

        deliver(old);

        assertThat(node(N3).list()).containsExactly(N1, N2, N3);
    }

    @Test
    void takesATicketOfARevokedNode() {
        step(node(N1).connect(now, List.of(N2), Service.KTC_INDIRECT));
        run();
        Envelope ticket = heard(TiesMessage.PRESENTED).getFirst();
        Envelope challenge = heard(TiesMessage.CHALLENGE).getFirst();
        send(central.revoke(now, OPERATOR, N1));
        run();

        heard.clear();
        deliver(ticket);
        deliver(challenge);

        assertThat(heard(TiesMessage.ANSWER)).hasSize(1);
    }

    @Test
    void saysMoreThanItNeeds() {
        heard.clear();

        step(node(N1).connect(now, List.of(N2), Service.KTC_DIRECT));
        run();

        assertThat(heard.stream().mapToInt(envelope -> envelope.message().length()).toArray())
                .containsExactly(23 + duplicateBytes(), 21 + duplicateBytes(), 18, 18, 33, 33);
    }
}
