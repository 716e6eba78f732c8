package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import io.lapwing.service.Json;
import io.lapwing.service.Pki;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.ClientCertificates;
import io.lapwing.service.http.HttpConfig;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpLimits;
import io.lapwing.service.http.HttpServer;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// An OpenID provider of the tests: another site than the console's, for 127.0.0.1 is not localhost. It asks nothing and
/// knows one person; each code holds once, for the client with the secret and the verifier.
final class TestProvider implements AutoCloseable {
    static final String CLIENT = "lapwing";
    static final String SECRET = "shared with the provider";
    static final String SUBJECT = "248289761001";

    private static final Json JSON = Json.strict().build();

    private final HttpServer server;
    private final KeyPair key;

    /// The query of the request that led to a code.
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    private TestProvider(Pki pki) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        server =
                HttpServer.start(
                        new HttpConfig(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                ClientCertificates.OPTIONAL,
                                false,
                                HttpLimits.defaults()),
                        new TlsMaterial(
                                pki.issueServer(List.of("127.0.0.1")), List.of(pki.authority())),
                        HttpEvents.NONE,
                        List.of(
                                Route.get(
                                        "/.well-known/openid-configuration",
                                        Access.open(),
                                        _ -> Response.json(JSON, metadata())),
                                Route.get("/keys", Access.open(), _ -> Response.json(JSON, keys())),
                                Route.get("/authorize", Access.open(), this::authorize),
                                Route.get("/approve", Access.open(), this::approve),
                                Route.post("/token", Access.open(), this::token)));
    }

    static TestProvider start(Pki pki) {
        return new TestProvider(pki);
    }

    String issuer() {
        return "https://127.0.0.1:" + server.port();
    }

    private Map<String, Object> metadata() {
        return Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "/authorize",
                "token_endpoint", issuer() + "/token",
                "jwks_uri", issuer() + "/keys");
    }

    private Map<String, Object> keys() {
        RSAPublicKey open = (RSAPublicKey) key.getPublic();
        return Map.of(
                "keys",
                List.of(
                        Map.of(
                                "kty", "RSA",
                                "kid", "1",
                                "use", "sig",
                                "n", number(open.getModulus()),
                                "e", number(open.getPublicExponent()))));
    }

    /// RFC 7518 §2, Base64urlUInt.
    private static String number(BigInteger value) {
        byte[] octets = value.toByteArray();
        return base64(octets[0] == 0 ? Arrays.copyOfRange(octets, 1, octets.length) : octets);
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private Response authorize(Request request) {
        StringBuilder onward = new StringBuilder("/approve?");
        for (String name : request.queryNames()) {
            onward.append(name + "=" + encoded(request.query(name).orElse("")) + "&amp;");
        }
        String page =
                """
                <!doctype html><html lang="en"><title>Provider</title>\
                <link rel="icon" href="data:,">\
                <h1>Provider</h1><a href="%s">Continue as Bert</a></html>\
                """
                        .formatted(onward);
        return Response.ok(
                        "text/html; charset=utf-8", Bytes.of(page.getBytes(StandardCharsets.UTF_8)))
                .with("Content-Security-Policy", "default-src 'none'; img-src data:");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Response approve(Request request) {
        Map<String, String> asked = new HashMap<>();
        request.queryNames().forEach(name -> asked.put(name, request.query(name).orElse("")));
        return Response.empty(303).with("Location", approved(asked));
    }

    /// Where the browser goes that asked with this address, once the person agreed.
    String approved(String address) {
        return approved(fields(URI.create(address).getRawQuery()));
    }

    private String approved(Map<String, String> asked) {
        String code = "code-" + codes.size();
        codes.put(code, asked);
        return "%s?code=%s&state=%s&iss=%s"
                .formatted(
                        asked.get("redirect_uri"),
                        code,
                        encoded(asked.getOrDefault("state", "")),
                        encoded(issuer()));
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private Response token(Request request) {
        Map<String, String> form =
                fields(new String(request.body().toArray(), StandardCharsets.UTF_8));
        String basic =
                Base64.getEncoder()
                        .encodeToString(
                                (CLIENT + ":" + encoded(SECRET)).getBytes(StandardCharsets.UTF_8));
        Map<String, String> asked = codes.replace(form.getOrDefault("code", ""), Map.of());
        String verifier = form.getOrDefault("code_verifier", "");
        boolean good =
                request.header("Authorization").filter(("Basic " + basic)::equals).isPresent()
                        && asked != null
                        && base64(
                                        Sha256.digest(verifier.getBytes(StandardCharsets.US_ASCII))
                                                .toArray())
                                .equals(asked.get("code_challenge"));
        return good
                ? Response.json(
                        JSON,
                        Map.of(
                                "access_token",
                                "none",
                                "token_type",
                                "Bearer",
                                "id_token",
                                idToken(asked.getOrDefault("nonce", ""))))
                : Response.json(400, JSON, Map.of("error", "invalid_grant"));
    }

    private String idToken(String nonce) {
        long now = Instant.now().getEpochSecond();
        String input =
                part(Map.of("alg", "RS256", "kid", "1"))
                        + "."
                        + part(
                                Map.of(
                                        "iss", issuer(),
                                        "aud", CLIENT,
                                        "sub", SUBJECT,
                                        "iat", now,
                                        "exp", now + 60,
                                        "nonce", nonce));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String part(Map<String, ?> claims) {
        return base64(JSON.write(claims).toArray());
    }

    @Override
    public void close() {
        server.close();
    }
}
