package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// People of a [World].
record MemoryPeople(World world) implements PeopleDesk {
    private PersonView someone() {
        return new PersonView(
                "user:anna",
                "user",
                true,
                List.of(
                        new GrantView(
                                "operator",
                                Optional.of(world.text()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Map.of("site", world.text())))),
                List.of("oidc", "password", "totp"),
                Optional.of(World.AT));
    }

    @Override
    public Page<PersonView> page(Principal who, Optional<String> after, int limit) {
        return new Page<>(world.empty() ? List.of() : List.of(someone()), Optional.empty());
    }

    @Override
    public Versioned<PersonView> find(Principal who, String person) {
        return new Versioned<>(1, someone());
    }

    @Override
    public Invited create(Principal who, NewPerson form) {
        world.done().add("create " + form.name());
        return new Invited(1, someone(), Optional.of("the-code"), Optional.of(World.AT));
    }

    @Override
    public Versioned<PersonView> grant(
            Principal who, String person, OptionalLong version, List<GrantView> grants) {
        world.done().add("grant " + version + " " + grants);
        return find(who, person);
    }

    @Override
    public Versioned<PersonView> enable(
            Principal who, String person, OptionalLong version, boolean enabled) {
        world.done().add("enable " + enabled);
        return find(who, person);
    }

    @Override
    public Invited reset(Principal who, String person) {
        return new Invited(1, someone(), Optional.of("the-code"), Optional.of(World.AT));
    }

    @Override
    public void remove(Principal who, String person, OptionalLong version) {
        world.done().add("remove " + person);
    }

    @Override
    public Optional<String> provider() {
        return world.empty() ? Optional.empty() : Optional.of("https://login.example");
    }

    @Override
    public Versioned<PersonView> link(
            Principal who, String person, OptionalLong version, String subject) {
        world.done().add("link " + subject);
        return find(who, person);
    }

    @Override
    public Versioned<PersonView> unlink(Principal who, String person, OptionalLong version) {
        world.done().add("unlink " + person);
        return find(who, person);
    }

    @Override
    public List<SignIn> sessions(Principal who, String person) {
        return world.empty()
                ? List.of()
                : List.of(new SignIn("s1", World.AT, World.AT, "192.0.2.7", world.text()));
    }

    @Override
    public void endSession(Principal who, String person, String session) {
        world.done().add("end " + session);
    }

    @Override
    public void endSessions(Principal who, String person, Optional<String> but) {
        world.done().add("end all but " + but.orElse("none"));
    }

    @Override
    public List<PasskeyView> passkeys(Principal who, String person) {
        return world.empty()
                ? List.of()
                : List.of(new PasskeyView("4f1c2a9b77c0a1b2", Optional.of(World.AT)));
    }

    @Override
    public void removePasskey(Principal who, String person, String passkey) {
        world.done().add("remove passkey " + person + " " + passkey);
    }

    @Override
    public List<TokenView> tokens(Principal who, String person) {
        return world.empty()
                ? List.of()
                : List.of(
                        new TokenView(
                                "t1",
                                world.text(),
                                World.AT,
                                World.AT,
                                someone().grants(),
                                Optional.of(World.AT)));
    }

    @Override
    public Issued issue(Principal who, String person, NewToken form) {
        return new Issued(
                new TokenView(
                        "t1",
                        form.name(),
                        World.AT,
                        World.AT,
                        form.grants().orElse(List.of()),
                        Optional.empty()),
                "token");
    }

    @Override
    public void revoke(Principal who, String person, String token) {
        world.done().add("revoke " + token);
    }
}
