package io.lapwing.service.people;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A provider over HTTPS that hands out a token for the one code, when the verifier fits the challenge.
final class OpenIdIssuer implements AutoCloseable {
    static final String CLIENT = "lapwing";

    /// Makes the ID token that the issuer answers with.
    interface Minting {
        String token(JWTClaimsSet claims) throws JOSEException, GeneralSecurityException;
    }

    private final InstantSource clock;
    private final Pki pki;
    final ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    final RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    final KeyPair ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    private final HttpServer server;
    final OpenIdHttp http;
    String jwksUri = "/keys";
    String discovery = "";
    boolean elsewhere;
    Minting minting = claims -> signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec), claims);
    JWTClaimsSet.Builder changes = new JWTClaimsSet.Builder();
    String nonce = "";
    String challenge = "";

    OpenIdIssuer(Path folder, InstantSource clock) throws Exception {
        this.clock = clock;
        pki = Pki.openOrCreate(folder, "Issuer", InstantSource.system());
        server =
                HttpServer.start(
                        new HttpConfig(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                ClientCertificates.OPTIONAL,
                                false,
                                HttpLimits.defaults()),
                        new TlsMaterial(
                                pki.issueServer(List.of("localhost")), List.of(pki.authority())),
                        HttpEvents.NONE,
                        List.of(
                                Route.get(
                                        "/.well-known/openid-configuration",
                                        Access.open(),
                                        _ -> elsewhere ? redirect() : json(discovery())),
                                Route.get("/keys", Access.open(), _ -> json(keys())),
                                Route.post("/token", Access.open(), this::token)));
        http = new OpenIdHttp(trusting(pki));
    }

    String name() {
        return "https://localhost:" + server.port();
    }

    private Response redirect() {
        return Response.empty(302).with("Location", name() + "/keys");
    }

    private String discovery() {
        return !discovery.isEmpty()
                ? discovery
                : """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                "jwks_uri":"%2$s","response_types_supported":["code"]}\
                """
                        .formatted(name(), jwksUri.startsWith("/") ? name() + jwksUri : jwksUri);
    }

    private String keys() {
        byte[] encoded = ed.getPublic().getEncoded();
        byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        var okp = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID("ed").build();
        ECKey other =
                new ECKey.Builder(ec).keyID("for-encryption").keyUse(KeyUse.ENCRYPTION).build();
        return new JWKSet(List.of(ec, rsa, okp, other)).toString(true);
    }

    private Response token(Request request) {
        Map<String, String> form =
                query(new String(request.body().toArray(), StandardCharsets.UTF_8));
        String shown =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                Sha256.digest(
                                                form.getOrDefault("code_verifier", "")
                                                        .getBytes(StandardCharsets.US_ASCII))
                                        .toArray());
        if (!shown.equals(challenge) || !"the-code".equals(form.get("code"))) {
            return Response.problem(400, "invalid_grant");
        }
        try {
            return json(
                    "{\"token_type\":\"Bearer\",\"access_token\":\"x\",\"id_token\":\"%s\"}"
                            .formatted(minting.token(claims())));
        } catch (JOSEException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private JWTClaimsSet claims() {
        Date now = Date.from(clock.instant());
        JWTClaimsSet.Builder builder =
                new JWTClaimsSet.Builder()
                        .issuer(name())
                        .audience(CLIENT)
                        .subject("anna-at-issuer")
                        .issueTime(now)
                        .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                        .claim("nonce", nonce);
        changes.build().getClaims().forEach(builder::claim);
        return builder.build();
    }

    String signed(JWSAlgorithm algorithm, String kid, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    /// Nimbus signs Ed25519 with a library that is not here.
    String signedByEd25519(JWTClaimsSet claims) throws GeneralSecurityException {
        String input =
                Base64URL.encode("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}")
                        + "."
                        + Base64URL.encode(claims.toString());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(ed.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64URL.encode(signature.sign());
    }

    private static Response json(String text) {
        return Response.ok(Response.JSON, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }

    private static SSLContext trusting(Pki pki) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("issuer", pki.authority());
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    static Map<String, String> query(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }
}
