package io.lapwing.platform;

import io.lapwing.trust.CentralEntity;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Step;
import io.lapwing.trust.TiesCentral;
import io.lapwing.trust.TiesNode;
import io.lapwing.trust.TrustNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A Central Entity or a node, of either profile, as what hosts it sees it.
sealed interface TrustParty extends AutoCloseable {
    NodeId id();

    /// What a message does.
    Step receive(Instant now, Envelope envelope);

    /// What is due.
    Step tick(Instant now);

    /// When [#tick] has something to do next.
    Optional<Instant> due();

    @Override
    void close();

    /// A step that only sends.
    static Step sending(List<Envelope> send) {
        return new Step(Optional.empty(), send, List.of());
    }

    /// A node of profile `lapwing`.
    record Node(TrustNode node) implements TrustParty {
        @Override
        public NodeId id() {
            return node.self();
        }

        @Override
        public Step receive(Instant now, Envelope envelope) {
            return node.receive(now, envelope);
        }

        @Override
        public Step tick(Instant now) {
            return node.tick(now);
        }

        @Override
        public Optional<Instant> due() {
            return node.due();
        }

        @Override
        public void close() {
            node.close();
        }
    }

    /// A node of profile `ties-2024`.
    record OldNode(TiesNode node) implements TrustParty {
        @Override
        public NodeId id() {
            return node.self();
        }

        @Override
        public Step receive(Instant now, Envelope envelope) {
            return node.receive(now, envelope);
        }

        @Override
        public Step tick(Instant now) {
            return node.tick(now);
        }

        @Override
        public Optional<Instant> due() {
            return node.due();
        }

        @Override
        public void close() {
            node.close();
        }
    }

    /// A Central Entity of profile `lapwing`: it only answers.
    record Central(CentralEntity entity) implements TrustParty {
        @Override
        public NodeId id() {
            return NodeId.CENTRAL;
        }

        @Override
        public Step receive(Instant now, Envelope envelope) {
            return sending(entity.receive(now, envelope));
        }

        @Override
        public Step tick(Instant now) {
            return sending(List.of());
        }

        @Override
        public Optional<Instant> due() {
            return Optional.empty();
        }

        @Override
        public void close() {
            entity.close();
        }
    }

    /// A Central Entity of profile `ties-2024`.
    record OldCentral(TiesCentral entity) implements TrustParty {
        @Override
        public NodeId id() {
            return NodeId.CENTRAL;
        }

        @Override
        public Step receive(Instant now, Envelope envelope) {
            return sending(entity.receive(now, envelope));
        }

        @Override
        public Step tick(Instant now) {
            return sending(List.of());
        }

        @Override
        public Optional<Instant> due() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // What it holds is its store's and its chip's.
        }
    }
}
