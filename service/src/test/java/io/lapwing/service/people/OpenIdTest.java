package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.lapwing.crypto.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenIdTest {
    @TempDir private Path folder;
    private World world;
    private OpenIdIssuer issuer;

    @BeforeEach
    void open() throws Exception {
        world = new World(folder.resolve("store"));
        issuer = new OpenIdIssuer(folder.resolve("pki"), world.clock);
    }

    @AfterEach
    void close() {
        issuer.close();
        world.close();
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
                        OpenIdIssuer.CLIENT,
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
        Map<String, String> asked = OpenIdIssuer.query(begun.location().getRawQuery());
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
        List<OpenIdIssuer.Minting> mintings =
                List.of(
                        issuer.minting,
                        claims ->
                                issuer.signed(
                                        JWSAlgorithm.RS256,
                                        "rsa",
                                        new RSASSASigner(issuer.rsa),
                                        claims),
                        issuer::signedByEd25519);

        for (OpenIdIssuer.Minting minting : mintings) {
            issuer.minting = minting;

            assertThat(roundTrip(signIn())).isInstanceOf(SignIn.FactorWanted.class);
        }
    }

    @Test
    void refusesAlgorithmsThatATokenChoosesItself() throws Exception {
        linkAnna();
        byte[] publicKey = issuer.rsa.toRSAPublicKey().getEncoded();
        List<OpenIdIssuer.Minting> mintings =
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

        for (OpenIdIssuer.Minting minting : mintings) {
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
                        new JWTClaimsSet.Builder()
                                .audience(List.of(OpenIdIssuer.CLIENT, "another")),
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
        Map<String, String> asked = OpenIdIssuer.query(begun.location().getRawQuery());
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
        String foreignState =
                OpenIdIssuer.query(elsewhere.location().getRawQuery()).getOrDefault("state", "");
        String lateState =
                OpenIdIssuer.query(late.location().getRawQuery()).getOrDefault("state", "");
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
            fields.put(
                    "state",
                    OpenIdIssuer.query(begun.location().getRawQuery()).getOrDefault("state", ""));

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
