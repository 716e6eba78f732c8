package io.lapwing.platform;

import io.lapwing.console.Page;
import io.lapwing.console.PeopleDesk;
import io.lapwing.console.Versioned;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Accounts;
import io.lapwing.service.people.ApiToken;
import io.lapwing.service.people.EuiRange;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Invitation;
import io.lapwing.service.people.People;
import io.lapwing.service.people.Person;
import io.lapwing.service.people.PersonId;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import io.lapwing.service.people.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Users, service accounts and machines for people.
final class PlatformPeopleDesk implements PeopleDesk {
    private final People people;
    private final Optional<String> issuer;

    private PlatformPeopleDesk(People people, Optional<String> issuer) {
        this.people = people;
        this.issuer = issuer;
    }

    static PlatformPeopleDesk of(Platform platform) {
        return new PlatformPeopleDesk(
                platform.people(), platform.config().console().openid().map(OpenIdConfig::issuer));
    }

    @Override
    public Page<PersonView> page(Principal who, Optional<String> after, int limit) {
        int most = Math.min(limit, Accounts.MAX_PAGE - 1);
        List<Person> found = people.accounts().page(who, after.map(PersonId::parse), most + 1);
        return Page.of(found, most, one -> one.id().toString(), PlatformPeopleDesk::view);
    }

    @Override
    public Versioned<PersonView> find(Principal who, String person) {
        return versioned(people.accounts().find(who, PersonId.parse(person)));
    }

    @Override
    public Invited create(Principal who, NewPerson form) {
        return invited(
                people.accounts().create(who, PersonId.parse(form.name()), grants(form.grants())));
    }

    @Override
    public Versioned<PersonView> grant(
            Principal who, String person, OptionalLong version, List<GrantView> grants) {
        return versioned(
                people.accounts().grant(who, PersonId.parse(person), version, grants(grants)));
    }

    @Override
    public Versioned<PersonView> enable(
            Principal who, String person, OptionalLong version, boolean enabled) {
        return versioned(people.accounts().enable(who, PersonId.parse(person), version, enabled));
    }

    @Override
    public Invited reset(Principal who, String person) {
        return invited(people.accounts().reset(who, PersonId.parse(person)));
    }

    @Override
    public void remove(Principal who, String person, OptionalLong version) {
        people.accounts().remove(who, PersonId.parse(person), version);
    }

    @Override
    public Optional<String> provider() {
        return issuer;
    }

    @Override
    public Versioned<PersonView> link(
            Principal who, String person, OptionalLong version, String subject) {
        String at =
                issuer.orElseThrow(() ->
                        new Fault(
                                Fault.Kind.CONFLICT,
                                "no OpenID provider is configured: want console.openid in"
                                        + " lapwing.toml first"));
        return versioned(people.accounts().link(who, PersonId.parse(person), version, at, subject));
    }

    @Override
    public Versioned<PersonView> unlink(Principal who, String person, OptionalLong version) {
        return versioned(people.accounts().unlink(who, PersonId.parse(person), version));
    }

    @Override
    public List<SignIn> sessions(Principal who, String person) {
        return people.sessions().list(who, PersonId.parse(person)).stream()
                .map(PlatformPeopleDesk::view)
                .toList();
    }

    @Override
    public void endSession(Principal who, String person, String session) {
        people.sessions().end(who, PersonId.parse(person), session);
    }

    @Override
    public void endSessions(Principal who, String person, Optional<String> but) {
        people.sessions().endAll(who, PersonId.parse(person), but);
    }

    @Override
    public List<TokenView> tokens(Principal who, String person) {
        return people.tokens().list(who, PersonId.parse(person)).stream()
                .map(PlatformPeopleDesk::view)
                .toList();
    }

    @Override
    public Issued issue(Principal who, String person, NewToken form) {
        ApiToken.Issued issued =
                people.tokens()
                        .issue(
                                who,
                                PersonId.parse(person),
                                form.name(),
                                Duration.ofDays(form.days()),
                                grants(form.grants().orElse(List.of())));
        return issued(issued);
    }

    @Override
    public void revoke(Principal who, String person, String token) {
        people.tokens().revoke(who, PersonId.parse(person), token);
    }

    @Override
    public List<PasskeyView> passkeys(Principal who, String person) {
        return people.accounts().passkeys(who, PersonId.parse(person)).stream()
                .map(key -> new PasskeyView(key.id(), key.since().map(Instant::toString)))
                .toList();
    }

    @Override
    public void removePasskey(Principal who, String person, String passkey) {
        people.accounts().removePasskey(who, PersonId.parse(person), passkey);
    }

    private static Versioned<PersonView> versioned(Person person) {
        return new Versioned<>(person.version(), view(person));
    }

    private static Invited invited(Invitation invitation) {
        return new Invited(
                invitation.person().version(),
                view(invitation.person()),
                invitation.code(),
                invitation.until().map(Instant::toString));
    }

    static PersonView view(Person person) {
        return new PersonView(
                person.id().toString(),
                person.id().kind().word(),
                person.enabled(),
                person.grants().stream().map(PlatformPeopleDesk::view).toList(),
                person.factors().stream().map(Person.Factor::word).sorted().toList(),
                person.lastSeen().map(Instant::toString));
    }

    private static SignIn view(Session session) {
        return new SignIn(
                session.id(),
                session.since().toString(),
                session.lastSeen().toString(),
                session.caller().address(),
                session.caller().browser());
    }

    static Issued issued(ApiToken.Issued issued) {
        return new Issued(view(issued.token()), issued.secret());
    }

    private static TokenView view(ApiToken token) {
        return new TokenView(
                token.id(),
                token.name(),
                token.since().toString(),
                token.until().toString(),
                token.grants().stream().map(PlatformPeopleDesk::view).toList(),
                token.lastUsed().map(Instant::toString));
    }

    private static GrantView view(Grant grant) {
        Scope scope = grant.scope();
        return new GrantView(
                grant.role().word(),
                scope.owner(),
                scope.order(),
                scope.joinEuis().map(EuiRange::toString),
                scope.netId(),
                scope.labels().isEmpty() ? Optional.empty() : Optional.of(scope.labels()));
    }

    static List<Grant> grants(List<GrantView> views) {
        return views.stream().map(PlatformPeopleDesk::grant).toList();
    }

    private static Grant grant(GrantView view) {
        return new Grant(
                Role.parse(view.role()),
                new Scope(
                        view.owner(),
                        view.order(),
                        view.joinEuis().map(EuiRange::parse),
                        view.netId(),
                        new TreeMap<>(view.labels().orElse(Map.of()))));
    }
}
