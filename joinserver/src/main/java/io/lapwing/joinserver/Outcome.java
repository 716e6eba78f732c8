package io.lapwing.joinserver;

import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.service.AuditEvent;

/// What became of a request.
sealed interface Outcome {
    /// Granted; what it changed is durable, with its audit record.
    record Committed(Answer answer) implements Outcome {}

    /// Granted, and it changed nothing: it may be answered once `event` is durable.
    record Delivered(Answer answer, AuditEvent event) implements Outcome {}

    /// Not granted; it changed nothing.
    record Refused(Refusal refusal) implements Outcome {
        static Refused of(Refusal.Reason reason, String why) {
            return new Refused(new Refusal(reason, why));
        }
    }
}
