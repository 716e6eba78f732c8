package io.lapwing.trust;

import java.util.List;

/// What the Central Entity does with a message.
sealed interface Verdict {
    /// It is taken, and this is sent; what it changed is durable.
    record Taken(List<Envelope> send) implements Verdict {
        public Taken {
            send = List.copyOf(send);
        }
    }

    /// It is not.
    ///
    /// @param of whose message it is, or says it is
    /// @param action for the audit log
    /// @param answer for a sender who showed who it is, or nothing
    record No(NodeId of, String action, Refusal refusal, List<Envelope> answer) implements Verdict {
        public No {
            answer = List.copyOf(answer);
        }
    }

    static Verdict take(Envelope... send) {
        return new Taken(List.of(send));
    }

    static Verdict no(NodeId of, String action, Refusal refusal) {
        return new No(of, action, refusal, List.of());
    }
}
