package io.lapwing.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a node does next, in this order: it remembers its new state durably, sends, and tells its application.
///
/// @param remember the state, where it changed
public record Step(Optional<NodeState> remember, List<Envelope> send, List<NodeEvent> events) {
    public Step {
        send = List.copyOf(send);
        events = List.copyOf(events);
    }

    /// Collects a step.
    static final class Draft {
        private final List<Envelope> send = new ArrayList<>();
        private final List<NodeEvent> events = new ArrayList<>();
        private Optional<NodeState> remember = Optional.empty();

        void remember(NodeState state) {
            remember = Optional.of(state);
        }

        void send(Envelope envelope) {
            send.add(envelope);
        }

        void tell(NodeEvent event) {
            events.add(event);
        }

        void refuse(NodeId from, String why) {
            events.add(new NodeEvent.Refused(from, why));
        }

        Step done() {
            return new Step(remember, send, events);
        }
    }
}
