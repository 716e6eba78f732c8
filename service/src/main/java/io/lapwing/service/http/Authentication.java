package io.lapwing.service.http;

import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Principal;
import java.util.Optional;

/// How a server learns who asks, where a certificate alone does not decide. Asked before the body is read.
public interface Authentication {
    /// Who asks, by what the request's headers and the connection prove.
    ///
    /// @param request without its body
    /// @throws Fault `UNAUTHENTICATED` for a proof that is wrong, `FORBIDDEN` for one that may be another site's doing
    Optional<Principal> principal(Request request);

    /// What someone gets who proved nothing and would have to.
    Response challenge(Request request);

    /// Knows nobody.
    static Authentication none() {
        return new Authentication() {
            @Override
            public Optional<Principal> principal(Request request) {
                return Optional.empty();
            }

            @Override
            public Response challenge(Request request) {
                return Problem.of(401, "nobody can sign in here");
            }
        };
    }
}
