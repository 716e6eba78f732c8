package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.http.Request;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as a test writes it down.
record FakeRequest(
        String method,
        String path,
        Map<String, String> headers,
        Map<String, String> queries,
        Optional<PeerIdentity> peer)
        implements Request {
    static FakeRequest of(String method, String path) {
        return new FakeRequest(method, path, Map.of(), Map.of(), Optional.empty());
    }

    FakeRequest with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new FakeRequest(method, path, more, queries, peer);
    }

    FakeRequest asking(Map<String, String> query) {
        return new FakeRequest(method, path, headers, query, peer);
    }

    FakeRequest by(String identity) {
        return new FakeRequest(
                method, path, headers, queries, Optional.of(PeerIdentity.parse(identity)));
    }

    /// With the cookie that a `Set-Cookie` header leaves in a browser.
    FakeRequest withCookie(String setCookie) {
        return with("Cookie", setCookie.split(";", 2)[0]);
    }

    @Override
    public String pathParameter(String name) {
        throw new AssertionError("no path parameters here");
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(queries.get(name));
    }

    @Override
    public List<String> queryNames() {
        return List.copyOf(queries.keySet());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Bytes body() {
        return Bytes.EMPTY;
    }

    @Override
    public InputStream stream() {
        return InputStream.nullInputStream();
    }

    @Override
    public Optional<X509Certificate> certificate() {
        return Optional.empty();
    }

    @Override
    public Principal principal() {
        throw new AssertionError("nobody was asked for yet");
    }

    @Override
    public String remote() {
        return "192.0.2.1:40000";
    }
}
