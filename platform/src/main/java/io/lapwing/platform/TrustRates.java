package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.trust.CentralEntity;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Service;
import io.lapwing.trust.Spoken;
import io.lapwing.trust.Step;
import io.lapwing.trust.TrustNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// How many translations a second one Central Entity makes, one after the other, each durable and audited, without a radio.
final class TrustRates {
    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);

    private TrustRates() {}

    /// @param chips of the Central Entity and two nodes
    static double translationsPerSecond(TrustChips chips, int count) {
        var setup = TrustSetup.of(TrustStory.FACTOR, 0, 1, TrustChipTimes.NONE);
        try (LapwingNetwork network = new LapwingNetwork(setup, chips)) {
            TrustProcedure _ = network.join(N1);
            TrustProcedure _ = network.join(N2);
            List<Envelope> requests = new ArrayList<>();
            Instant now = network.cell().now();
            for (int i = 0; i < count; i++) {
                requests.add(request(now, network.node(N1), network.node(N2)));
            }
            return count / seconds(network.central(), now, requests);
        }
    }

    /// A request for a translation: hello and answer go between the nodes before.
    private static Envelope request(Instant now, TrustNode one, TrustNode other) {
        Deque<Envelope> air = new ArrayDeque<>();
        Step begun = one.connect(now, other.self(), Service.KTC_DIRECT);
        air.addAll(begun.send());
        while (!air.isEmpty()) {
            Envelope envelope = air.removeFirst();
            if (envelope.to().equals(NodeId.CENTRAL)) {
                return envelope;
            }
            TrustNode to = envelope.to().equals(one.self()) ? one : other;
            air.addAll(to.receive(now, envelope).send());
        }
        throw new Fault(Fault.Kind.INTERNAL, "no request for a translation came");
    }

    private static double seconds(CentralEntity central, Instant now, List<Envelope> requests) {
        long begun = System.nanoTime();
        for (Envelope request : requests) {
            List<Envelope> answer = central.receive(now, request);
            if (answer.size() != 1
                    || !Spoken.name(answer.getFirst().message()).equals("Delivered")) {
                throw new Fault(Fault.Kind.INTERNAL, "a translation was refused");
            }
        }
        return (System.nanoTime() - begun) / 1e9;
    }
}
