package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.http.Request;
import io.lapwing.service.people.Principal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as HTTP/1.1 writes it (RFC 9112 §2), read with patience: the method and the target on the first line, a line
/// for each header, an empty line, the body. Lines end in a line feed alone.
///
/// @param target the path and perhaps a query, percent-encoded
/// @param headers their names in lower case, the first of each
/// @param parameters of the path, when it led to a route
record AskedInText(
        String method,
        String target,
        Map<String, String> headers,
        Bytes body,
        Map<String, String> parameters,
        Principal principal,
        String remote)
        implements Request {
    /// Whoever may do everything.
    static final Principal EVERYBODY = Principal.local("root");

    static AskedInText parse(Bytes octets) {
        String text = new String(octets.toArray(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        String[] head = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
        String[] first = head[0].split(" ", 2);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < head.length; i++) {
            String[] parts = head[i].split(":", 2);
            String value = parts.length == 2 ? parts[1].strip() : "";
            headers.putIfAbsent(parts[0].strip().toLowerCase(Locale.ROOT), value);
        }
        return new AskedInText(
                first[0],
                first.length == 2 ? first[1] : "/",
                headers,
                end < 0 ? Bytes.EMPTY : octets.slice(end + 2, octets.length()),
                Map.of(),
                EVERYBODY,
                "192.0.2.7:5000");
    }

    /// The same request where it led.
    AskedInText with(Map<String, String> found) {
        return new AskedInText(method, target, headers, body, found, principal, remote);
    }

    /// The same request from another address.
    AskedInText from(String address) {
        return new AskedInText(method, target, headers, body, parameters, principal, address);
    }

    String rawPath() {
        return target.split("\\?", 2)[0];
    }

    @Override
    public String path() {
        return decoded(rawPath().replace("+", "%2B"));
    }

    /// @throws Fault `BAD_INPUT` as the server refuses what is not percent-encoded
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw Fault.badInput("target: want %, two hexadecimal digits");
        }
    }

    private List<String[]> pairs() {
        String[] parts = target.split("\\?", 2);
        List<String[]> pairs = new ArrayList<>();
        if (parts.length == 2) {
            for (String pair : parts[1].split("&", -1)) {
                String[] both = pair.split("=", 2);
                pairs.add(
                        new String[] {decoded(both[0]), both.length == 2 ? decoded(both[1]) : ""});
            }
        }
        return pairs;
    }

    @Override
    public String pathParameter(String name) {
        return Optional.ofNullable(parameters.get(name)).orElseThrow();
    }

    @Override
    public Optional<String> query(String name) {
        return queries(name).stream().findFirst();
    }

    @Override
    public List<String> queries(String name) {
        return pairs().stream().filter(pair -> pair[0].equals(name)).map(pair -> pair[1]).toList();
    }

    @Override
    public List<String> queryNames() {
        return pairs().stream().map(pair -> pair[0]).toList();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(body.toArray());
    }

    @Override
    public Optional<X509Certificate> certificate() {
        return Optional.empty();
    }

    @Override
    public Optional<PeerIdentity> peer() {
        return Optional.empty();
    }
}
