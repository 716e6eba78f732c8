package io.lapwing.console;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Principal;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as a browser sends it to [Console], without a server between.
record Asked(
        String method,
        String path,
        Map<String, String> queries,
        Map<String, String> headers,
        String form,
        Principal principal,
        Map<String, String> parameters)
        implements Request {
    static Asked get(String path, Principal who) {
        String[] parts = path.split("\\?", 2);
        Map<String, String> queries = parts.length == 2 ? Form.parse(parts[1]).fields() : Map.of();
        return new Asked("GET", parts[0], queries, Map.of(), "", who, new HashMap<>());
    }

    static Asked post(String path, Principal who, String form) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/x-www-form-urlencoded");
        headers.put("sec-fetch-site", "same-origin");
        return new Asked("POST", path, Map.of(), headers, form, who, new HashMap<>());
    }

    Asked with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header.toLowerCase(Locale.ROOT), value);
        return new Asked(method, path, queries, more, form, principal, parameters);
    }

    /// What the routes answer, as the server would find them: fixed paths first, and only what access allows.
    Response of(List<Route> routes) {
        Route route =
                routes.stream()
                        .filter(one -> one.method().equals(method) && matches(one.path()))
                        .min(java.util.Comparator.comparing(one -> one.path().contains("{")))
                        .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, path));
        boolean _ = matches(route.path());
        if (route.access() instanceof Access.Permitted permitted) {
            principal.require(permitted.permission());
        }
        return route.handler().handle(this);
    }

    private boolean matches(String pattern) {
        String[] wanted = pattern.split("/", -1);
        String[] given = path.split("/", -1);
        parameters.clear();
        for (int i = 0; i < wanted.length && wanted.length == given.length; i++) {
            if (wanted[i].startsWith("{")) {
                parameters.put(
                        wanted[i].substring(1, wanted[i].length() - 1),
                        java.net.URLDecoder.decode(given[i], StandardCharsets.UTF_8));
            } else if (!wanted[i].equals(given[i])) {
                return false;
            }
        }
        return wanted.length == given.length;
    }

    static String text(Response response) {
        return new String(
                ((Response.Body.Whole) response.body()).octets().toArray(), StandardCharsets.UTF_8);
    }

    @Override
    public String pathParameter(String name) {
        return parameters.getOrDefault(name, "");
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
        return Bytes.of(form.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InputStream stream() {
        return new java.io.ByteArrayInputStream(form.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<X509Certificate> certificate() {
        return Optional.empty();
    }

    @Override
    public Optional<PeerIdentity> peer() {
        return Optional.empty();
    }

    @Override
    public String remote() {
        return "192.0.2.7:5000";
    }
}
