package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.http.Authentication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {
    private static final PersonId CI = PersonId.parse("service:ci");

    @TempDir private Path folder;
    private World world;
    private Authentication authentication;

    @BeforeEach
    void open() {
        world = new World(folder);
        authentication = world.people.authentication();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest get() {
        return FakeRequest.of("GET", "/api/v1/devices");
    }

    private static FakeRequest post() {
        return FakeRequest.of("POST", "/api/v1/devices");
    }

    // sessions

    @Test
    void knowsASessionByItsCookie() {
        World.User anna = world.user("anna", World.everywhere(Role.AUDITOR));

        Optional<Principal> who = authentication.principal(get().withCookie(anna.cookie()));

        assertThat(who).hasValueSatisfying(p -> assertThat(p.may(Permission.AUDIT_READ)).isTrue());
        assertThat(anna.cookie())
                .startsWith("__Host-session=")
                .endsWith("; Path=/; Secure; HttpOnly; SameSite=Strict");
    }

    @Test
    void takesNoSessionThatABrowserWasGivenByAnother() {
        String planted = "__Host-session=" + Handle.random();
        World.User anna = world.user("anna");

        assertThat(authentication.principal(get().withCookie(planted))).isEmpty();
        assertThat(anna.cookie()).doesNotContain(planted);
    }

    @Test
    void takesNoCookieThatIsThereTwice() {
        World.User anna = world.user("anna");
        String one = anna.cookie().split(";", 2)[0];

        assertThat(authentication.principal(get().with("Cookie", one + "; " + one))).isEmpty();
    }

    @Test
    void endsASessionAfterFifteenQuietMinutes() {
        World.User anna = world.user("anna");
        FakeRequest request = get().withCookie(anna.cookie());
        world.clock.pass(Duration.ofMinutes(14));
        Optional<Principal> busy = authentication.principal(request);
        world.clock.pass(Duration.ofMinutes(14));
        Optional<Principal> stillBusy = authentication.principal(request);

        world.clock.pass(Sessions.IDLE);

        assertThat(busy).isPresent();
        assertThat(stillBusy).isPresent();
        assertThat(authentication.principal(request)).isEmpty();
    }

    @Test
    void endsASessionAfterEightHoursHoweverBusy() {
        World.User anna = world.user("anna");
        FakeRequest request = get().withCookie(anna.cookie());
        for (int i = 0; i < 47; i++) {
            world.clock.pass(Duration.ofMinutes(10));
            assertThat(authentication.principal(request)).isPresent();
        }

        world.clock.pass(Duration.ofMinutes(10));

        assertThat(authentication.principal(request)).isEmpty();
    }

    @Test
    void endsAllSessionsWithAChangeOfThePassword() {
        World.User anna = world.user("anna");
        try (Secret old = World.secret(World.PASSWORD);
                Secret next = World.secret("a different long one")) {
            Opened opened =
                    world.people
                            .ownAccount()
                            .changePassword(anna.session(), Optional.of(old), next, World.HOME);

            assertThat(authentication.principal(get().withCookie(anna.cookie()))).isEmpty();
            assertThat(authentication.principal(get().withCookie(opened.cookie()))).isPresent();
        }
        assertThat(world.password("anna", World.PASSWORD, World.HOME))
                .isEqualTo(new SignIn.Refused());
    }

    @Test
    void endsAllSessionsWithAChangeOfTheGrants() {
        World.User anna = world.user("anna", World.everywhere(Role.AUDITOR));

        Person _ =
                world.people
                        .accounts()
                        .grant(
                                World.LOCAL,
                                anna.id(),
                                OptionalLong.empty(),
                                List.of(World.everywhere(Role.OPERATOR)));

        assertThat(authentication.principal(get().withCookie(anna.cookie()))).isEmpty();
    }

    @Test
    void endsASessionOfAPageThatIsLeftOpenAndAsksByItself() {
        World.User anna = world.user("anna");
        FakeRequest left = get().withCookie(anna.cookie()).with("HX-Trigger", "living");
        FakeRequest follows = get().withCookie(anna.cookie()).with("Accept", "text/event-stream");
        world.clock.pass(Duration.ofMinutes(10));
        assertThat(authentication.principal(left)).isPresent();
        assertThat(authentication.principal(follows)).isPresent();

        world.clock.pass(Duration.ofMinutes(5));

        assertThat(authentication.principal(left)).isEmpty();
    }

    @Test
    void blamesNobodyWhoAsksForARowThatWasAltered() {
        World.User anna = world.user("anna");
        Row row = world.store.get(anna.id().key()).orElseThrow();
        String body = new String(row.body().toArray(), StandardCharsets.UTF_8);
        Commit _ =
                world.store.commit(
                        new Change(
                                row.key(),
                                row.version(),
                                Optional.of(
                                        Bytes.of(
                                                body.replaceFirst("enabled", "disabled")
                                                        .getBytes(StandardCharsets.UTF_8))),
                                Optional.empty(),
                                world.audit().getFirst()));

        assertThatThrownBy(() -> authentication.principal(get().withCookie(anna.cookie())))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    @Test
    void letsOneSeeAndEndHisOwnSessionsAndNobodyElses() {
        World.User anna = world.user("anna");
        World.User ben = world.user("ben");
        Sessions sessions = world.people.sessions();
        Principal annasSelf = world.principal(anna);

        assertThat(sessions.list(annasSelf, anna.id())).hasSize(1);
        assertThatThrownBy(() -> sessions.list(annasSelf, ben.id())).isInstanceOf(Fault.class);
        assertThatThrownBy(() -> sessions.end(annasSelf, ben.id(), ben.session().id()))
                .isInstanceOf(Fault.class);
        sessions.end(annasSelf, anna.id(), anna.session().id());
        assertThat(authentication.principal(get().withCookie(anna.cookie()))).isEmpty();
    }

    @Test
    void keepsNoMoreSessionsOfOnePersonThanTheBound() {
        World.User anna = world.user("anna");
        for (int i = 0; i < Sessions.MAX_OF_PERSON; i++) {
            world.clock.pass(Duration.ofSeconds(1));
            Opened _ = world.people.sessions().open(anna.id(), World.HOME);
        }

        assertThat(world.people.sessions().list(World.LOCAL, anna.id()))
                .hasSize(Sessions.MAX_OF_PERSON)
                .doesNotContain(anna.session());
    }

    // forged requests

    @Test
    void wantsTheSessionsTokenForAChange() {
        World.User anna = world.user("anna");
        FakeRequest request = post().withCookie(anna.cookie());

        Optional<Principal> shown =
                authentication.principal(
                        request.with("X-CSRF-Token", anna.session().csrf())
                                .with("Origin", World.ORIGIN));

        assertThat(shown).isPresent();
        assertForged(request);
        assertForged(request.with("X-CSRF-Token", "x"));
        assertForged(
                request.with("X-CSRF-Token", anna.session().csrf())
                        .with("Origin", "https://evil.example"));
        assertForged(
                request.with("X-CSRF-Token", anna.session().csrf())
                        .with("Sec-Fetch-Site", "cross-site"));
        world.assertAudited("session.forged", "refused");
    }

    @Test
    void leavesAFormsTokenToItsPageAndTakesNoFormAtTheApi() {
        World.User anna = world.user("anna");
        String form = "application/x-www-form-urlencoded";
        FakeRequest page =
                FakeRequest.of("POST", "/devices")
                        .withCookie(anna.cookie())
                        .with("Content-Type", form);

        assertThat(authentication.principal(page)).isPresent();
        assertForged(page.with("Sec-Fetch-Site", "same-site"));
        assertForged(post().withCookie(anna.cookie()).with("Content-Type", form));
        assertThat(anna.session().isCsrf(anna.session().csrf())).isTrue();
        assertThat(anna.session().isCsrf("")).isFalse();
    }

    private void assertForged(FakeRequest request) {
        assertThatThrownBy(() -> authentication.principal(request))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.FORBIDDEN));
    }

    @Test
    void showsPagesTheWayToSignInAndTheApiAProblem() {
        assertThat(authentication.challenge(FakeRequest.of("GET", "/devices")))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(303))
                .satisfies(answer ->
                        assertThat(answer.headers()).containsEntry("Location", "/sign-in"));
        assertThat(authentication.challenge(get()).status()).isEqualTo(401);
    }

    // tokens

    private ApiToken.Issued token(List<Grant> holds, List<Grant> wants, Duration life) {
        Invitation _ = world.people.accounts().create(World.LOCAL, CI, holds);
        return world.people.tokens().issue(World.LOCAL, CI, "deploy", life, wants);
    }

    private static FakeRequest bearing(ApiToken.Issued issued) {
        return get().with("Authorization", "Bearer " + issued.secret());
    }

    @Test
    void knowsAServiceByItsTokenUntilItIsOver() {
        List<Grant> operator = List.of(World.everywhere(Role.OPERATOR));
        ApiToken.Issued issued = token(operator, List.of(), Duration.ofDays(90));

        Optional<Principal> who = authentication.principal(bearing(issued));
        Optional<Principal> posting =
                authentication.principal(post().with("Authorization", "Bearer " + issued.secret()));
        world.clock.pass(Duration.ofDays(90));

        assertThat(issued.secret()).matches("lpw_[A-Za-z0-9_-]{43}");
        assertThat(who).hasValueSatisfying(p -> assertThat(p).hasToString("service:ci"));
        assertThat(posting).isPresent();
        assertThatThrownBy(() -> authentication.principal(bearing(issued)))
                .isInstanceOf(Fault.class);
        world.assertAudited("token.use", "refused");
    }

    @Test
    void givesATokenNoMoreThanItsHolderHasThen() {
        Grant acme = new Grant(Role.OPERATOR, Scope.ofOwner("acme"));
        ApiToken.Issued issued =
                token(List.of(World.everywhere(Role.OPERATOR)), List.of(acme), Duration.ofDays(1));

        assertThat(authentication.principal(bearing(issued)))
                .hasValueSatisfying(p -> assertThat(p.grants()).containsExactly(acme));
        Person _ =
                world.people
                        .accounts()
                        .grant(
                                World.LOCAL,
                                CI,
                                OptionalLong.empty(),
                                List.of(World.everywhere(Role.AUDITOR)));
        assertThat(authentication.principal(bearing(issued)))
                .hasValueSatisfying(p -> assertThat(p.grants()).isEmpty());
    }

    private ApiToken.Issued own(World.User user, String password, Duration life, Grant... grants) {
        try (Secret secret = World.secret(password)) {
            return world.people
                    .ownAccount()
                    .issueToken(
                            user.session(),
                            Optional.of(secret),
                            World.HOME,
                            new OwnAccount.TokenTerms("x", life, List.of(grants)));
        }
    }

    @Test
    void makesAUsersTokenForThatUserWithThePasswordWithinHisGrantsAndNinetyDays() {
        Grant operator = World.everywhere(Role.OPERATOR);
        Grant administrator = World.everywhere(Role.ADMINISTRATOR);
        World.User anna = world.user("anna", operator);
        Grant acme = new Grant(Role.OPERATOR, Scope.ofOwner("acme"));
        Duration day = Duration.ofDays(1);

        assertThatThrownBy(() -> own(anna, "a guess", day)).isInstanceOf(Fault.class);
        assertThatThrownBy(() -> own(anna, World.PASSWORD, day, administrator))
                .isInstanceOf(Fault.class);
        assertThatThrownBy(() -> own(anna, World.PASSWORD, Duration.ofDays(91)))
                .isInstanceOf(Fault.class);
        assertThat(own(anna, World.PASSWORD, day).token().grants()).containsExactly(operator);
        assertThat(authentication.principal(bearing(own(anna, World.PASSWORD, day, acme))))
                .hasValueSatisfying(p -> assertThat(p.grants()).containsExactly(acme));
    }

    @Test
    void makesNoTokenInAUsersNameOrOfAMachine() {
        World.User anna = world.user("anna", World.everywhere(Role.ADMINISTRATOR));
        Tokens tokens = world.people.tokens();
        PersonId monitor = PersonId.parse("machine:monitor");
        Duration day = Duration.ofDays(1);

        for (Principal by : List.of(World.LOCAL, world.principal(anna))) {
            assertThatThrownBy(() -> tokens.issue(by, anna.id(), "x", day, List.of()))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.FORBIDDEN));
            assertThatThrownBy(() -> tokens.issue(by, monitor, "x", day, List.of()))
                    .isInstanceOf(Fault.class);
        }
    }

    @Test
    void endsTheOtherSessionsOfAUser() {
        World.User anna = world.user("anna");
        SignIn.Done other =
                (SignIn.Done)
                        world.people
                                .signIns()
                                .totp(world.flow(anna), world.code(anna.totp()), World.STRANGER);
        Sessions sessions = world.people.sessions();

        sessions.endAll(
                world.principal(anna), anna.id(), Optional.of(other.opened().session().id()));
        List<Session> left = sessions.list(World.LOCAL, anna.id());
        sessions.endAll(World.LOCAL, anna.id(), Optional.empty());

        assertThat(left).extracting(Session::id).containsExactly(other.opened().session().id());
        assertThat(sessions.list(World.LOCAL, anna.id())).isEmpty();
    }

    @Test
    void knowsARevokedTokenNoMore() {
        ApiToken.Issued issued =
                token(List.of(World.everywhere(Role.AUDITOR)), List.of(), Duration.ofDays(1));
        world.people.tokens().revoke(World.LOCAL, CI, issued.token().id());

        assertThatThrownBy(() -> authentication.principal(bearing(issued)))
                .isInstanceOf(Fault.class);
        assertThat(world.people.tokens().list(World.LOCAL, CI)).isEmpty();
    }

    @Test
    void slowsGuessesAtTokensDown() {
        FakeRequest wrong = get().with("Authorization", "Bearer lpw_" + Handle.random());
        for (int i = 0; i < Guesses.FREE; i++) {
            assertThatThrownBy(() -> authentication.principal(wrong)).isInstanceOf(Fault.class);
        }

        assertThatThrownBy(() -> authentication.principal(wrong))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.EXHAUSTED));
    }

    // machines

    @Test
    void knowsAMachineByItsOwnRowOrItsRoles() {
        Accounts accounts = world.people.accounts();
        Invitation _ =
                accounts.create(
                        World.LOCAL,
                        PersonId.parse("machine:monitor"),
                        List.of(World.everywhere(Role.AUDITOR)));
        Invitation _ =
                accounts.create(World.LOCAL, PersonId.parse("machine:monitor.guest"), List.of());

        Optional<Principal> ofRole = authentication.principal(get().by("lapwing:monitor:grafana"));
        Optional<Principal> own = authentication.principal(get().by("lapwing:monitor:guest"));

        assertThat(ofRole)
                .hasValueSatisfying(p -> assertThat(p).hasToString("machine:monitor.grafana"))
                .hasValueSatisfying(p -> assertThat(p.may(Permission.METRICS_READ)).isTrue());
        assertThat(own).hasValueSatisfying(p -> assertThat(p.grants()).isEmpty());
        assertThat(authentication.principal(get().by("lapwing:network-server:acme"))).isEmpty();
        assertThat(authentication.principal(get().by("lapwing:monitor:GUEST"))).isEmpty();
    }
}
