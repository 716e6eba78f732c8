package io.lapwing.service.people;

import io.lapwing.service.Store;
import io.lapwing.service.http.Authentication;
import java.time.InstantSource;
import java.util.Optional;

/// Everything about people in one place: who they are, how they come in, what was asked of whom.
public final class People {
    /// How many passwords are hashed at a time, 19 MiB each.
    private static final int HASHES_AT_ONCE = 4;

    /// How long a sign-in waits for its turn to be hashed.
    private static final long HASH_WAIT_MS = 2_000;

    private final Accounts accounts;
    private final SignIns signIns;
    private final OwnAccount ownAccount;
    private final Sessions sessions;
    private final Tokens tokens;
    private final Bootstrap bootstrap;
    private final Wishes wishes;
    private final Authentication authentication;
    private final PersonRows rows;
    private final SignIns.Parts parts;

    public People(Store store, SecretSource secrets, PeopleConfig config, InstantSource clock) {
        this(
                store,
                secrets,
                config,
                clock,
                new Passwords(Passwords.COST, HASHES_AT_ONCE, HASH_WAIT_MS));
    }

    People(
            Store store,
            SecretSource secrets,
            PeopleConfig config,
            InstantSource clock,
            Passwords passwords) {
        Trail trail = new Trail(store, clock);
        rows = new PersonRows(store);
        sessions = new Sessions(trail, clock);
        Flows flows = new Flows(clock);
        parts =
                new SignIns.Parts(
                        rows,
                        passwords,
                        new SecondFactors(secrets, config, clock),
                        flows,
                        sessions,
                        new Guesses(clock, (name, caller) -> guessing(rows, trail, name, caller)),
                        trail);
        signIns = new SignIns(parts);
        tokens = new Tokens(store, rows, trail);
        ownAccount = new OwnAccount(parts, tokens);
        accounts = new Accounts(rows, sessions, flows, trail);
        bootstrap = new Bootstrap(parts, signIns);
        wishes = new Wishes(store, trail, this::named);
        authentication = new PeopleAuthentication(parts, tokens, config);
    }

    /// A name is told of when it is a user's: people type passwords where the name belongs.
    private static void guessing(PersonRows rows, Trail trail, String name, Caller caller) {
        boolean known = PersonId.isName(name) && rows.find(PersonId.user(name)).isPresent();
        trail.alarm(
                "sign-in-guessing",
                "address",
                caller.address(),
                "tries",
                Integer.toString(Guesses.ALARMING),
                "user",
                known ? PersonId.user(name).toString() : "nobody's name");
    }

    /// Users, services and machines.
    public Accounts accounts() {
        return accounts;
    }

    /// Password, second factor, session.
    public SignIns signIns() {
        return signIns;
    }

    /// What a user changes about himself.
    public OwnAccount ownAccount() {
        return ownAccount;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Tokens tokens() {
        return tokens;
    }

    /// The first run.
    public Bootstrap bootstrap() {
        return bootstrap;
    }

    /// What takes two people.
    public Wishes wishes() {
        return wishes;
    }

    /// For the server whose routes are for people.
    public Authentication authentication() {
        return authentication;
    }

    /// Sign-in at an OpenID provider.
    public OpenIdSignIn openId(OpenIdProvider provider, OpenIdHttp http) {
        return new OpenIdSignIn(provider, http, parts, signIns);
    }

    /// Somebody as the audit log names him, with what he may do now; empty when there is no such one, or he may no longer
    /// come in.
    ///
    /// @param actor `user:anna`, `machine:monitor.grafana`, `operator:root`
    public Optional<Principal> named(String actor) {
        String local = Principal.Kind.LOCAL.word() + ":";
        if (actor.startsWith(local)) {
            return Optional.of(Principal.local(actor.substring(local.length())));
        }
        PersonId id = PersonId.parse(actor);
        return rows.find(id)
                .or(() -> rows.find(id.ofRole()))
                .map(PersonRows.Kept::row)
                .filter(PersonRow::enabled)
                .map(PersonRow::principal);
    }

    /// The principal of a session, with what he may do now; empty when he may no longer come in.
    public Optional<Principal> principal(Session session) {
        return rows.find(session.person())
                .map(PersonRows.Kept::row)
                .filter(PersonRow::enabled)
                .map(PersonRow::principal);
    }
}
