package io.lapwing.console.api;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// People in memory.
final class MemoryPeople implements PeopleDesk {
    private static final String AT = "2026-01-01T00:00:00Z";
    private static final GrantView OPERATOR =
            new GrantView(
                    "operator",
                    Optional.of("acme"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Map.of("site", "north")));

    private final ConcurrentMap<String, Versioned<PersonView>> rows = new ConcurrentHashMap<>();

    void put(String name) {
        rows.put(name, new Versioned<>(1, view(name, true, List.of(OPERATOR))));
    }

    private static PersonView view(String name, boolean enabled, List<GrantView> grants) {
        return new PersonView(
                name, "user", enabled, grants, List.of("password", "totp"), Optional.of(AT));
    }

    private Versioned<PersonView> row(Principal who, Permission permission, String person) {
        MemoryPlatform.require(who, permission);
        return Optional.ofNullable(rows.get(person)).orElseThrow(() -> Objects.unknown("person"));
    }

    private Versioned<PersonView> changed(
            Versioned<PersonView> row, OptionalLong version, PersonView view) {
        if (version.isPresent() && version.getAsLong() != row.version()) {
            throw new Fault(Fault.Kind.CONFLICT, "another version");
        }
        Versioned<PersonView> changed = new Versioned<>(row.version() + 1, view);
        rows.put(view.name(), changed);
        return changed;
    }

    @Override
    public Page<PersonView> page(Principal who, Optional<String> after, int limit) {
        MemoryPlatform.require(who, Permission.PEOPLE_READ);
        return new Page<>(rows.values().stream().map(Versioned::value).toList(), Optional.empty());
    }

    @Override
    public Versioned<PersonView> find(Principal who, String person) {
        return row(who, Permission.PEOPLE_READ, person);
    }

    @Override
    public Invited create(Principal who, NewPerson form) {
        MemoryPlatform.require(who, Permission.PEOPLE_CHANGE);
        PersonView view = view(form.name(), true, form.grants());
        rows.put(form.name(), new Versioned<>(1, view));
        return new Invited(1, view, Optional.of("ABCD-EFGH"), Optional.of(AT));
    }

    @Override
    public Versioned<PersonView> grant(
            Principal who, String person, OptionalLong version, List<GrantView> grants) {
        Versioned<PersonView> row = row(who, Permission.PEOPLE_CHANGE, person);
        return changed(row, version, view(person, row.value().enabled(), grants));
    }

    @Override
    public Versioned<PersonView> enable(
            Principal who, String person, OptionalLong version, boolean enabled) {
        Versioned<PersonView> row = row(who, Permission.PEOPLE_CHANGE, person);
        return changed(row, version, view(person, enabled, row.value().grants()));
    }

    @Override
    public Invited reset(Principal who, String person) {
        Versioned<PersonView> row = row(who, Permission.PEOPLE_CHANGE, person);
        return new Invited(row.version(), row.value(), Optional.of("ABCD-EFGH"), Optional.of(AT));
    }

    @Override
    public void remove(Principal who, String person, OptionalLong version) {
        row(who, Permission.PEOPLE_CHANGE, person);
        rows.remove(person);
    }

    @Override
    public Optional<String> provider() {
        return Optional.of("https://login.example");
    }

    @Override
    public Versioned<PersonView> link(
            Principal who, String person, OptionalLong version, String subject) {
        Versioned<PersonView> row = row(who, Permission.PEOPLE_CHANGE, person);
        return changed(row, version, row.value());
    }

    @Override
    public Versioned<PersonView> unlink(Principal who, String person, OptionalLong version) {
        Versioned<PersonView> row = row(who, Permission.PEOPLE_CHANGE, person);
        return changed(row, version, row.value());
    }

    /// What is somebody's own takes no permission.
    private void require(Principal who, Permission permission, String person) {
        if (!who.toString().equals(person)) {
            row(who, permission, person);
        }
    }

    @Override
    public List<SignIn> sessions(Principal who, String person) {
        require(who, Permission.PEOPLE_READ, person);
        return List.of(new SignIn("s1", AT, AT, "127.0.0.1", "Chromium"));
    }

    @Override
    public void endSession(Principal who, String person, String session) {
        require(who, Permission.PEOPLE_CHANGE, person);
    }

    @Override
    public void endSessions(Principal who, String person, Optional<String> but) {
        require(who, Permission.PEOPLE_CHANGE, person);
    }

    @Override
    public List<PasskeyView> passkeys(Principal who, String person) {
        require(who, Permission.PEOPLE_READ, person);
        return List.of(new PasskeyView("4f1c2a9b77c0a1b2", Optional.of("2026-01-01T00:00:00Z")));
    }

    @Override
    public void removePasskey(Principal who, String person, String passkey) {
        require(who, Permission.PEOPLE_CHANGE, person);
    }

    @Override
    public List<TokenView> tokens(Principal who, String person) {
        require(who, Permission.PEOPLE_READ, person);
        return List.of(token("t1"));
    }

    private static TokenView token(String name) {
        return new TokenView("t1", name, AT, AT, List.of(OPERATOR), Optional.of(AT));
    }

    @Override
    public Issued issue(Principal who, String person, NewToken form) {
        row(who, Permission.PEOPLE_CHANGE, person);
        return new Issued(token(form.name()), "lpw_1");
    }

    @Override
    public void revoke(Principal who, String person, String token) {
        require(who, Permission.PEOPLE_CHANGE, person);
    }
}
