package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.radio.LinkEvent;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeEvent;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Step;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// One party on its radio: it does one thing at a time, what arrives meanwhile waits, and what it says leaves when it has
/// computed it.
final class TrustHost {
    /// What waits, at most: more is dropped, as by a small device.
    private static final int MAX_WAITING = 1_024;

    private final TrustCell cell;
    private final TrustClock clock;
    private final Deque<Supplier<Step>> waiting = new ArrayDeque<>();
    private TrustParty party;
    private boolean computing;
    private boolean stopped;
    private long scheduledNs = Long.MAX_VALUE;

    TrustHost(TrustCell cell, TrustParty party, TrustClock clock) {
        this.cell = cell;
        this.party = party;
        this.clock = clock;
    }

    NodeId id() {
        return party.id();
    }

    TrustParty party() {
        return party;
    }

    /// The same radio with another party behind it: one that was started anew.
    void become(TrustParty other) {
        party.close();
        party = other;
        waiting.clear();
        scheduledNs = Long.MAX_VALUE;
    }

    /// Stops its processor, or lets it go on; its radio works alone meanwhile, and what arrives is nobody's.
    void stop(boolean whether) {
        stopped = whether;
    }

    /// What the link tells.
    void happened(LinkEvent event) {
        if (event instanceof LinkEvent.Received received && !stopped) {
            var envelope =
                    new Envelope(
                            cell.claimed(received.from()),
                            received.broadcast() ? Envelope.EVERYONE : id(),
                            received.message());
            does(() -> party.receive(cell.now(), envelope));
        }
    }

    /// Lets it do something as soon as it has done what it is at.
    void does(Supplier<Step> action) {
        if (waiting.size() < MAX_WAITING) {
            waiting.addLast(action);
        }
        next();
    }

    private void next() {
        if (computing || waiting.isEmpty()) {
            return;
        }
        computing = true;
        Supplier<Step> action = waiting.removeFirst();
        TrustClock.Timed<Step> timed = clock.time(() -> attempt(action));
        boolean idle = timed.result().send().isEmpty() && timed.result().events().isEmpty();
        cell.computed(id(), timed.allNs(), timed.chipNs(), !idle);
        cell.after(timed.allNs(), () -> finish(timed.result()));
    }

    /// A fault is an answer that does not come: who asked asks again.
    private static Step attempt(Supplier<Step> action) {
        try {
            return action.get();
        } catch (Fault fault) {
            return new Step(
                    Optional.empty(),
                    List.of(),
                    List.of(new NodeEvent.Refused(NodeId.CENTRAL, fault.getMessage())));
        }
    }

    /// What is for all goes first: nobody acknowledges it, so that nothing has to wait for an answer to it.
    private void finish(Step step) {
        computing = false;
        step.events().forEach(event -> cell.happened(id(), event));
        Map<Boolean, List<Envelope>> forAll =
                step.send().stream()
                        .collect(
                                Collectors.partitioningBy(
                                        envelope -> envelope.to().equals(Envelope.EVERYONE)));
        forAll.getOrDefault(true, List.of()).forEach(envelope -> cell.send(id(), envelope));
        forAll.getOrDefault(false, List.of()).forEach(envelope -> cell.send(id(), envelope));
        schedule();
        next();
    }

    /// Wakes it when something is due.
    private void schedule() {
        Optional<Instant> due = party.due();
        if (due.isEmpty()) {
            scheduledNs = Long.MAX_VALUE;
            return;
        }
        long dueNs = cell.nsOf(due.get());
        if (dueNs != scheduledNs) {
            scheduledNs = dueNs;
            cell.at(dueNs, () -> wake(dueNs));
        }
    }

    private void wake(long dueNs) {
        if (dueNs == scheduledNs) {
            scheduledNs = Long.MAX_VALUE;
            does(() -> party.tick(cell.now()));
        }
    }
}
