package io.lapwing.console;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The style sheet, the scripts and the icons, under a path that changes with them, so that a browser asks for each once.
final class Assets {
    /// RFC 8246: not asked for again within a year.
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private static final String HTMX =
            "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Map<String, Asset> byName = new LinkedHashMap<>();
    private final String base;

    private record Asset(String type, Bytes plain, Bytes packed) {}

    Assets() {
        put("console.css", "text/css; charset=utf-8", "console.css");
        put("console.js", SCRIPT, "console.js");
        put("htmx.js", SCRIPT, HTMX);
        put("icons.svg", "image/svg+xml", "icons.svg");
        base = "/assets/" + fingerprint();
    }

    private void put(String name, String type, String resource) {
        Bytes octets = Bytes.of(read(resource));
        byName.put(name, new Asset(type, octets, Packing.packed(octets)));
    }

    /// Where they are: `/assets/` and a hash of all of them.
    String base() {
        return base;
    }

    List<Route> routes() {
        return List.of(Route.get(base + "/{name}", Access.open(), this::answer));
    }

    private Response answer(Request request) {
        Asset asset = byName.get(request.pathParameter("name"));
        if (asset == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "no such path");
        }
        boolean packed = Packing.isWelcome(request);
        Response response =
                Response.ok(asset.type(), packed ? asset.packed() : asset.plain())
                        .with("Cache-Control", FOREVER)
                        .with("Vary", "Accept-Encoding");
        return packed ? response.with("Content-Encoding", "gzip") : response;
    }

    private String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byName.values().forEach(asset -> digest.update(asset.plain().toArray()));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new Fault(Fault.Kind.INTERNAL, "SHA-256 is not there", e);
        }
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new Fault(Fault.Kind.INTERNAL, "asset " + resource + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
