package io.lapwing.console;

import io.lapwing.service.http.Request;
import java.util.Optional;

/// Which session a request belongs to.
@FunctionalInterface
public interface Visits {
    /// The session of a signed-in person; empty for who came by a certificate or a token, and may only read pages.
    Optional<Visit> of(Request request);

    /// A session, as far as pages need it.
    ///
    /// @param id as lists of sessions name it
    /// @param csrf what each form of this session carries, and no other site knows
    record Visit(String id, String csrf) {
        @Override
        public String toString() {
            return "Visit[secret]";
        }
    }
}
