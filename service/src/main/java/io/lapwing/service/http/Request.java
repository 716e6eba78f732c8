package io.lapwing.service.http;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.people.Principal;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a peer asked.
public interface Request {
    String method();

    /// The decoded path, without the query.
    String path();

    /// The segment that stood for `{name}` in the route's path.
    ///
    /// @throws io.lapwing.crypto.Fault `INTERNAL` when the route has no such name
    String pathParameter(String name);

    /// The first value of a query parameter.
    Optional<String> query(String name);

    /// All values of a query parameter.
    default List<String> queries(String name) {
        return query(name).stream().toList();
    }

    /// The names of the query's parameters, one for each value.
    List<String> queryNames();

    /// The first value of a header; the name in any case.
    Optional<String> header(String name);

    /// The body, empty when there is none or when the route streams it.
    Bytes body();

    /// The body as a stream, for routes that stream it.
    InputStream stream();

    /// The peer's certificate, when it showed one that the server trusts.
    Optional<X509Certificate> certificate();

    /// Who the peer is by its certificate; empty without a certificate, or when the certificate states no identity.
    Optional<PeerIdentity> peer();

    /// Who asks, on routes that want it known.
    ///
    /// @throws io.lapwing.crypto.Fault `INTERNAL` on a route of another access
    Principal principal();

    /// The peer's address and port, as text for logs and audit records.
    String remote();
}
