package io.lapwing.service.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.people.Principal;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request as it came through Helidon.
final class HelidonRequest implements Request {
    private final ServerRequest from;
    private final Connection connection;
    private final Map<String, String> parameters;
    private final Bytes body;
    private final InputStream stream;
    private final Optional<Principal> principal;

    HelidonRequest(
            ServerRequest from,
            Connection connection,
            Map<String, String> parameters,
            Bytes body,
            InputStream stream,
            Optional<Principal> principal) {
        this.from = from;
        this.connection = connection;
        this.parameters = parameters;
        this.body = body;
        this.stream = stream;
        this.principal = principal;
    }

    @Override
    public String method() {
        return from.prologue().method().text();
    }

    @Override
    public String path() {
        return from.path().path();
    }

    @Override
    public String pathParameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new Fault(Fault.Kind.INTERNAL, "no {" + name + "} in the route's path");
        }
        return value;
    }

    @Override
    public Optional<String> query(String name) {
        return from.query().first(name).asOptional();
    }

    @Override
    public List<String> queries(String name) {
        return from.query().all(name, List::of);
    }

    @Override
    public List<String> queryNames() {
        return from.query().names().stream()
                .flatMap(name -> from.query().all(name, List::of).stream().map(_ -> name))
                .toList();
    }

    @Override
    public Optional<String> header(String name) {
        HeaderName known = HeaderNames.create(name);
        return from.headers().first(known);
    }

    @Override
    public Bytes body() {
        return body;
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public Optional<X509Certificate> certificate() {
        return connection.certificate();
    }

    @Override
    public Optional<PeerIdentity> peer() {
        return connection.peer();
    }

    @Override
    public Principal principal() {
        return principal.orElseThrow(
                () -> new Fault(Fault.Kind.INTERNAL, "a principal on a route that asks for none"));
    }

    @Override
    public String remote() {
        return connection.remote();
    }
}
