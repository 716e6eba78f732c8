package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
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
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
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
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenIdTest {
    private static final String CLIENT = "lapwing";

    @TempDir private Path folder;
    private World world;
    private Issuer issuer;

    @BeforeEach
    void open() throws Exception {
        world = new World(folder.resolve("store"));
        issuer = new Issuer();
    }

    @AfterEach
    void close() {
        issuer.close();
        world.close();
    }

    /// Makes the ID token that the issuer answers with.
    private interface Minting {
        String token(JWTClaimsSet claims) throws JOSEException, GeneralSecurityException;
    }

    /// A provider over HTTPS that hands out a token for the one code, when the verifier fits the challenge.
    private final class Issuer implements AutoCloseable {
        private final Pki pki =
                Pki.openOrCreate(folder.resolve("pki"), "Issuer", InstantSource.system());
        private final ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        private final RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        private final KeyPair ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        private final HttpServer server;
        private final OpenIdHttp http;
        private String jwksUri = "/keys";
        private String discovery = "";
        private boolean elsewhere;
        private Minting minting =
                claims -> signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec), claims);
        private JWTClaimsSet.Builder changes = new JWTClaimsSet.Builder();
        private String nonce = "";
        private String challenge = "";

        Issuer() throws Exception {
            server =
                    HttpServer.start(
                            new HttpConfig(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                    ClientCertificates.OPTIONAL,
                                    false,
                                    HttpLimits.defaults()),
                            new TlsMaterial(
                                    pki.issueServer(List.of("localhost")),
                                    List.of(pki.authority())),
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
                            .formatted(
                                    name(), jwksUri.startsWith("/") ? name() + jwksUri : jwksUri);
        }

        private String keys() {
            byte[] encoded = ed.getPublic().getEncoded();
            byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            var okp =
                    new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x))
                            .keyID("ed")
                            .build();
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
            Date now = Date.from(world.clock.instant());
            JWTClaimsSet.Builder builder =
                    new JWTClaimsSet.Builder()
                            .issuer(name())
                            .audience(CLIENT)
                            .subject("anna-at-issuer")
                            .issueTime(now)
                            .expirationTime(Date.from(world.clock.instant().plusSeconds(300)))
                            .claim("nonce", nonce);
            changes.build().getClaims().forEach(builder::claim);
            return builder.build();
        }

        String signed(JWSAlgorithm algorithm, String kid, JWSSigner signer, JWTClaimsSet claims)
                throws JOSEException {
            SignedJWT jwt =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
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

    private static Map<String, String> query(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private OpenIdSignIn signIn() {
        return signIn(new OpenIdProvider.Claims("sub", Optional.empty()));
    }

    private OpenIdSignIn signIn(OpenIdProvider.Claims claims) {
        return world.people.openId(provider(OpenIdProvider.ALLOWED, claims), issuer.http);
    }

    private OpenIdProvider provider(Set<String> algorithms, OpenIdProvider.Claims claims) {
        return new OpenIdProvider(
                issuer.name(),
                new OpenIdProvider.Client(
                        CLIENT,
                        Optional.of(World.secret("client secret")),
                        URI.create(World.ORIGIN + "/sign-in/openid/return")),
                algorithms,
                Set.of(),
                claims);
    }

    /// The words in which the audit log says why.
    private List<String> reasons() {
        return world.audit().stream()
                .filter(event -> event.action().equals("session.begin"))
                .filter(event -> event.outcome().equals("refused"))
                .map(event -> event.details().getOrDefault("why", ""))
                .toList();
    }

    /// Goes to the provider and comes back.
    private SignIn roundTrip(OpenIdSignIn openId) {
        OpenIdSignIn.Begun begun = openId.begin();
        Map<String, String> asked = query(begun.location().getRawQuery());
        issuer.nonce = asked.getOrDefault("nonce", "");
        issuer.challenge = asked.getOrDefault("code_challenge", "");
        return openId.finish(back(begun, asked.getOrDefault("state", "")), World.HOME);
    }

    private static FakeRequest back(OpenIdSignIn.Begun begun, String state) {
        return FakeRequest.of("GET", "/sign-in/openid")
                .withCookie(begun.cookie())
                .asking(Map.of("state", state, "code", "the-code"));
    }

    private void linkAnna() {
        World.User anna = world.user("anna");
        link(anna.id(), "anna-at-issuer");
    }

    private void link(PersonId id, String subject) {
        Person _ =
                world.people
                        .accounts()
                        .link(World.LOCAL, id, OptionalLong.empty(), issuer.name(), subject);
    }

    @Test
    void leadsWithTheThreeAlgorithmsToTheSecondFactor() throws Exception {
        linkAnna();
        List<Minting> mintings =
                List.of(
                        issuer.minting,
                        claims ->
                                issuer.signed(
                                        JWSAlgorithm.RS256,
                                        "rsa",
                                        new RSASSASigner(issuer.rsa),
                                        claims),
                        issuer::signedByEd25519);

        for (Minting minting : mintings) {
            issuer.minting = minting;

            assertThat(roundTrip(signIn())).isInstanceOf(SignIn.FactorWanted.class);
        }
    }

    @Test
    void refusesAlgorithmsThatATokenChoosesItself() throws Exception {
        linkAnna();
        byte[] publicKey = issuer.rsa.toRSAPublicKey().getEncoded();
        List<Minting> mintings =
                List.of(
                        claims -> new PlainJWT(claims).serialize(),
                        claims ->
                                issuer.signed(
                                        JWSAlgorithm.HS256,
                                        "rsa",
                                        new MACSigner(publicKey),
                                        claims),
                        claims ->
                                issuer.signed(
                                        JWSAlgorithm.RS512,
                                        "rsa",
                                        new RSASSASigner(issuer.rsa),
                                        claims),
                        claims ->
                                issuer.signed(
                                        JWSAlgorithm.ES256,
                                        "nobody's",
                                        new ECDSASigner(issuer.ec),
                                        claims),
                        claims ->
                                issuer.signed(
                                        JWSAlgorithm.ES256,
                                        "ec",
                                        new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()),
                                        claims),
                        claims ->
                                issuer.signed(
                                        JWSAlgorithm.ES256,
                                        "for-encryption",
                                        new ECDSASigner(issuer.ec),
                                        claims));

        for (Minting minting : mintings) {
            issuer.minting = minting;

            assertThat(roundTrip(signIn())).isEqualTo(new SignIn.Refused());
            world.clock.pass(Duration.ofMinutes(15));
        }
        assertThat(reasons())
                .containsExactly("algorithm", "algorithm", "algorithm", "key", "signature", "key");
    }

    @Test
    void refusesATokenForAnotherFromAnotherOrOfAnotherTime() {
        linkAnna();
        Date past = Date.from(world.clock.instant().minus(Duration.ofHours(1)));
        List<JWTClaimsSet.Builder> changes =
                List.of(
                        new JWTClaimsSet.Builder().issuer("https://evil.example"),
                        new JWTClaimsSet.Builder().audience("another"),
                        new JWTClaimsSet.Builder().audience(List.of(CLIENT, "another")),
                        new JWTClaimsSet.Builder().expirationTime(past),
                        new JWTClaimsSet.Builder().issueTime(past),
                        new JWTClaimsSet.Builder().claim("nonce", "replayed"),
                        new JWTClaimsSet.Builder().subject(" "));

        for (JWTClaimsSet.Builder change : changes) {
            issuer.changes = change;

            assertThat(roundTrip(signIn())).isEqualTo(new SignIn.Refused());
            world.clock.pass(Duration.ofMinutes(15));
        }
        assertThat(reasons())
                .containsExactly(
                        "issuer", "audience", "audience", "time", "time", "nonce", "claim");
    }

    @Test
    void takesNoAlgorithmButTheConfiguredOnes() {
        linkAnna();
        OpenIdSignIn rsaAlone =
                world.people.openId(
                        provider(
                                Set.of("RS256"),
                                new OpenIdProvider.Claims("sub", Optional.empty())),
                        issuer.http);

        assertThat(roundTrip(rsaAlone)).isEqualTo(new SignIn.Refused());
        assertThat(reasons()).containsExactly("algorithm");
    }

    @Test
    void takesWhomTheConfiguredClaimNamesAndOnlyOutOfTheGroup() {
        link(world.user("anna").id(), "oid-of-anna");
        OpenIdSignIn openId =
                signIn(
                        new OpenIdProvider.Claims(
                                "oid", Optional.of(new OpenIdProvider.Group("groups", "lapwing"))));
        JWTClaimsSet.Builder named = new JWTClaimsSet.Builder().claim("oid", "oid-of-anna");

        issuer.changes = named;
        SignIn inNone = roundTrip(openId);
        issuer.changes = named.claim("groups", List.of("staff", "lapwing-too"));
        SignIn inOthers = roundTrip(openId);
        issuer.changes = named.claim("groups", List.of("staff", "lapwing"));
        SignIn inIt = roundTrip(openId);

        assertThat(List.of(inNone, inOthers)).containsOnly(new SignIn.Refused());
        assertThat(inIt).isInstanceOf(SignIn.FactorWanted.class);
        assertThat(reasons()).containsExactly("group", "group");
    }

    @Test
    void refusesAnotherBrowsersStateAndTheSameOneTwice() {
        linkAnna();
        OpenIdSignIn openId = signIn();
        OpenIdSignIn.Begun begun = openId.begin();
        OpenIdSignIn.Begun other = openId.begin();
        Map<String, String> asked = query(begun.location().getRawQuery());
        issuer.nonce = asked.getOrDefault("nonce", "");
        issuer.challenge = asked.getOrDefault("code_challenge", "");
        FakeRequest own = back(begun, asked.getOrDefault("state", ""));

        SignIn crossed = openId.finish(back(other, asked.getOrDefault("state", "")), World.HOME);
        SignIn first = openId.finish(own, World.HOME);
        SignIn again = openId.finish(own, World.HOME);

        assertThat(first).isInstanceOf(SignIn.FactorWanted.class);
        assertThat(List.of(crossed, again)).containsOnly(new SignIn.Refused());
        assertThat(reasons()).containsExactly("state", "state");
    }

    @Test
    void refusesACookieOfAnothersMakingAndALateOne() {
        linkAnna();
        OpenIdSignIn openId = signIn();
        OpenIdSignIn.Begun elsewhere = signIn().begin();
        OpenIdSignIn.Begun late = openId.begin();
        String foreignState = query(elsewhere.location().getRawQuery()).getOrDefault("state", "");
        String lateState = query(late.location().getRawQuery()).getOrDefault("state", "");
        world.clock.pass(OpenIdTrips.LIFE);

        SignIn foreign = openId.finish(back(elsewhere, foreignState), World.HOME);
        SignIn over = openId.finish(back(late, lateState), World.HOME);

        assertThat(List.of(foreign, over)).containsOnly(new SignIn.Refused());
    }

    @Test
    void refusesAnotherProvidersAnswerACancelledOneAndACodeThatTheProviderDoesNotTake() {
        linkAnna();
        OpenIdSignIn openId = signIn();
        List<Map<String, String>> answers =
                List.of(
                        Map.of("code", "the-code", "iss", "https://evil.example"),
                        Map.of("error", "access_denied"),
                        Map.of("code", "stolen"));

        for (Map<String, String> answer : answers) {
            OpenIdSignIn.Begun begun = openId.begin();
            Map<String, String> fields = new HashMap<>(answer);
            fields.put("state", query(begun.location().getRawQuery()).getOrDefault("state", ""));

            assertThat(
                            openId.finish(
                                    FakeRequest.of("GET", "/sign-in/openid/return")
                                            .withCookie(begun.cookie())
                                            .asking(fields),
                                    World.HOME))
                    .isEqualTo(new SignIn.Refused());
        }
        assertThat(reasons()).containsExactly("issuer", "provider", "code");
        assertThat(openId.finish(FakeRequest.of("GET", "/sign-in/openid/return"), World.HOME))
                .isInstanceOf(SignIn.TryLater.class);
    }

    @Test
    void takesKeysFromTheIssuersOwnHostAlone() {
        issuer.jwksUri = "https://169.254.169.254/keys";

        assertThatThrownBy(() -> signIn().begin())
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }

    @Test
    void asksAProviderThatIsAwayNoMoreThanEveryTenSeconds() {
        issuer.jwksUri = "https://169.254.169.254/keys";
        OpenIdSignIn openId = signIn();

        assertThatThrownBy(openId::begin).hasMessageContaining("not configured as its own");
        issuer.jwksUri = "/keys";
        assertThatThrownBy(openId::begin).hasMessageContaining("come again in 10 s");
        world.clock.pass(Duration.ofSeconds(10));

        assertThat(openId.begin().location()).hasPath("/authorize");
    }

    @Test
    void readsNoAnswerOverItsBoundAndFollowsNoRedirect() {
        issuer.discovery = "{\"issuer\":\"" + "x".repeat(300 * 1024) + "\"}";
        assertThatThrownBy(() -> signIn().begin())
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));

        issuer.discovery = "";
        issuer.elsewhere = true;
        assertThatThrownBy(() -> signIn().begin()).hasMessageContaining("status 302");
    }

    @Test
    void makesNobodyAndTellsTheSubjectToLink() {
        World.User bert = world.user("bert");

        SignIn unknown = roundTrip(signIn());
        link(bert.id(), "anna-at-issuer");
        SignIn linked = roundTrip(signIn());

        assertThat(unknown).isEqualTo(new SignIn.NotLinked("anna-at-issuer"));
        assertThat(linked).isInstanceOf(SignIn.FactorWanted.class);
        assertThat(reasons()).containsExactly("subject");
        world.assertAudited("user.link", "done");
        world.assertAudited("session.openid", "done");
    }

    @Test
    void linksASubjectToOneUserAndUnlinksAtOnce() {
        linkAnna();
        World.User bert = world.user("bert");

        assertThatThrownBy(() -> link(bert.id(), "anna-at-issuer"))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT));
        assertThatThrownBy(() -> link(bert.id(), "bert\n")).isInstanceOf(Fault.class);
        assertThatThrownBy(() -> link(PersonId.parse("service:ci"), "x")).isInstanceOf(Fault.class);
        Person unlinked =
                world.people.accounts().unlink(World.LOCAL, World.ANNA, OptionalLong.empty());

        assertThat(unlinked.factors()).doesNotContain(Person.Factor.OIDC);
        assertThat(world.people.sessions().list(World.LOCAL, World.ANNA)).isEmpty();
        assertThat(roundTrip(signIn())).isInstanceOf(SignIn.NotLinked.class);
    }

    @Test
    void letsASuspendedUserInByNoWord() {
        linkAnna();
        Person _ =
                world.people
                        .accounts()
                        .enable(World.LOCAL, World.ANNA, OptionalLong.empty(), false);

        assertThat(roundTrip(signIn())).isEqualTo(new SignIn.Refused());
        assertThat(reasons()).containsExactly("suspended");
    }

    @Test
    void enrolsTheFirstSecondFactorOfWhoHasNoPassword() {
        PersonId carl = PersonId.user("carl");
        Invitation _ = world.people.accounts().create(World.LOCAL, carl, List.of());
        link(carl, "anna-at-issuer");
        SignIn.EnrolmentWanted wanted = (SignIn.EnrolmentWanted) roundTrip(signIn());
        String key = world.people.signIns().beginTotp(wanted.flow()).secret();
        SignIn.Done done =
                (SignIn.Done)
                        world.people
                                .signIns()
                                .confirmTotp(wanted.flow(), world.code(key), World.HOME);
        Session session = done.opened().session();
        OwnAccount own = world.people.ownAccount();

        List<String> codes = own.renewRecoveryCodes(session, Optional.empty(), World.HOME);
        world.clock.pass(OwnAccount.FRESH.plusSeconds(1));

        assertThat(codes).hasSize(10).doesNotContainAnyElementsOf(done.recoveryCodes());
        assertThatThrownBy(() -> own.renewRecoveryCodes(session, Optional.empty(), World.HOME))
                .hasMessageContaining("your account has no password");
    }

    @Test
    void refusesToBeConfiguredForSecretsInPlaceOfKeysOrForClaimsThatChange() {
        OpenIdProvider.Claims sub = new OpenIdProvider.Claims("sub", Optional.empty());

        assertThatThrownBy(() -> provider(Set.of("HS256"), sub)).isInstanceOf(Fault.class);
        assertThatThrownBy(() -> provider(Set.of(), sub)).isInstanceOf(Fault.class);
        assertThatThrownBy(() -> new OpenIdProvider.Claims("email", Optional.empty()))
                .hasMessageContaining("subject-claim email");
    }
}
