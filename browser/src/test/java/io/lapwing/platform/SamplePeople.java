package io.lapwing.platform;

import io.lapwing.console.Page;
import io.lapwing.console.PeopleDesk;
import io.lapwing.console.Versioned;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/// Users, a service account and a machine.
final class SamplePeople implements PeopleDesk {
    private static final String AT = "2026-11-21T07:30:00Z";

    private static final List<PersonView> PEOPLE =
            List.of(
                    person(
                            "user:administrator",
                            "user",
                            "administrator",
                            List.of("password", "totp")),
                    person("user:bert", "user", "operator", List.of("oidc", "webauthn")),
                    person("service:ci", "service", "provisioning-agent", List.of("token")),
                    person("machine:monitor", "machine", "auditor", List.of("certificate")));

    final List<List<GrantView>> granted = new CopyOnWriteArrayList<>();

    private static PersonView person(String name, String kind, String role, List<String> factors) {
        GrantView grant =
                new GrantView(
                        role,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Map.of("site", "weir")));
        return new PersonView(name, kind, true, List.of(grant), factors, Optional.of(AT));
    }

    @Override
    public Page<PersonView> page(Principal who, Optional<String> after, int limit) {
        who.require(Permission.PEOPLE_READ);
        return new Page<>(PEOPLE, Optional.empty());
    }

    @Override
    public Versioned<PersonView> find(Principal who, String person) {
        return PEOPLE.stream()
                .filter(view -> view.name().equals(person))
                .findFirst()
                .map(view -> new Versioned<>(1, view))
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "no " + person));
    }

    @Override
    public Invited create(Principal who, NewPerson form) {
        PersonView made =
                new PersonView(
                        form.name(), "user", true, form.grants(), List.of(), Optional.empty());
        return new Invited(1, made, Optional.of("K7Q2-M4XD-9RTB"), Optional.of(AT));
    }

    @Override
    public Versioned<PersonView> grant(
            Principal who, String person, OptionalLong version, List<GrantView> grants) {
        if (!version.equals(OptionalLong.of(1))) {
            throw new Fault(Fault.Kind.CONFLICT, person + " was changed meanwhile: look again");
        }
        granted.add(grants);
        return find(who, person);
    }

    @Override
    public Versioned<PersonView> enable(
            Principal who, String person, OptionalLong version, boolean enabled) {
        return find(who, person);
    }

    @Override
    public Invited reset(Principal who, String person) {
        return new Invited(
                1, find(who, person).value(), Optional.of("K7Q2-M4XD-9RTB"), Optional.of(AT));
    }

    @Override
    public void remove(Principal who, String person, OptionalLong version) {
        throw new Fault(Fault.Kind.CONFLICT, person + " is the last administrator");
    }

    @Override
    public Optional<String> provider() {
        return Optional.of("https://login.example");
    }

    @Override
    public Versioned<PersonView> link(
            Principal who, String person, OptionalLong version, String subject) {
        return find(who, person);
    }

    @Override
    public Versioned<PersonView> unlink(Principal who, String person, OptionalLong version) {
        return find(who, person);
    }

    @Override
    public List<SignIn> sessions(Principal who, String person) {
        return List.of(
                new SignIn(who.name(), AT, AT, "192.0.2.7", "Chromium on Linux"),
                new SignIn("s2", AT, AT, "192.0.2.9", "Firefox on a telephone"));
    }

    @Override
    public void endSession(Principal who, String person, String session) {
        throw new Fault(Fault.Kind.NOT_FOUND, "no session " + session);
    }

    @Override
    public void endSessions(Principal who, String person, Optional<String> but) {
        throw new Fault(Fault.Kind.UNAVAILABLE, "nobody's session ends here");
    }

    @Override
    public List<PasskeyView> passkeys(Principal who, String person) {
        return List.of(new PasskeyView("4f1c2a9b77c0a1b2", Optional.of("2026-10-02T08:12:00Z")));
    }

    @Override
    public void removePasskey(Principal who, String person, String passkey) {
        throw new Fault(Fault.Kind.CONFLICT, "the last second factor");
    }

    @Override
    public List<TokenView> tokens(Principal who, String person) {
        return List.of(
                new TokenView(
                        "t1", "nightly import", AT, AT, PEOPLE.get(1).grants(), Optional.of(AT)));
    }

    @Override
    public Issued issue(Principal who, String person, NewToken form) {
        return new Issued(tokens(who, person).getFirst(), "lapwing_0000000000");
    }

    @Override
    public void revoke(Principal who, String person, String token) {
        throw new Fault(Fault.Kind.NOT_FOUND, "no token " + token);
    }
}
