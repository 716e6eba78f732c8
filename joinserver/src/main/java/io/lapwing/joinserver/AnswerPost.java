package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import java.net.URI;

/// Posts an answer to a peer's own URL, with this server's certificate, and waits no longer than a few seconds.
@FunctionalInterface
public interface AnswerPost {
    /// Posts JSON.
    ///
    /// @return the HTTP status
    /// @throws io.lapwing.crypto.Fault `UNAVAILABLE` when there is none
    int post(URI target, Bytes answer);
}
