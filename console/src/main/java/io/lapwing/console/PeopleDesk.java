package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Users, service accounts and machines, what they may do, and how they are signed in.
///
/// A person is named as the audit log names actors: `user:anna`, `service:ci`, `machine:monitor`.
public interface PeopleDesk {
    /// People by name.
    ///
    /// @param after the name of the last one of the page before
    Page<PersonView> page(Principal who, Optional<String> after, int limit);

    Versioned<PersonView> find(Principal who, String person);

    /// Makes one. A user gets a code with which he sets his password and second factor.
    Invited create(Principal who, NewPerson form);

    /// Gives these grants in place of those that are there.
    Versioned<PersonView> grant(
            Principal who, String person, OptionalLong version, List<GrantView> grants);

    /// Lets someone sign in, or no more: sessions and tokens end at once.
    Versioned<PersonView> enable(
            Principal who, String person, OptionalLong version, boolean enabled);

    /// Takes password and second factors away and gives a code to set new ones; sessions end.
    Invited reset(Principal who, String person);

    /// Removes someone; the audit log keeps the name.
    void remove(Principal who, String person, OptionalLong version);

    /// The OpenID provider at which users may sign in; empty where there is none.
    Optional<String> provider();

    /// Links a user to who he is at the provider.
    ///
    /// @param subject what the provider's ID tokens call him
    Versioned<PersonView> link(Principal who, String person, OptionalLong version, String subject);

    /// Ends that a user signs in at the provider; sessions end.
    Versioned<PersonView> unlink(Principal who, String person, OptionalLong version);

    List<SignIn> sessions(Principal who, String person);

    void endSession(Principal who, String person, String session);

    /// Ends all sessions of someone but one.
    void endSessions(Principal who, String person, Optional<String> but);

    List<TokenView> tokens(Principal who, String person);

    /// Makes an API token of a service account; users make their own at [SignInDesk#issueToken].
    ///
    /// @return with the token, which is shown this once
    Issued issue(Principal who, String person, NewToken form);

    void revoke(Principal who, String person, String token);

    /// The passkeys of a user.
    List<PasskeyView> passkeys(Principal who, String person);

    /// Removes a passkey of another user, never his last second factor; sessions end. One's own is removed at
    /// [SignInDesk#removePasskey].
    void removePasskey(Principal who, String person, String passkey);

    /// A passkey, without anything by which it signs in.
    ///
    /// @param since ISO 8601; empty where nobody knows
    record PasskeyView(String id, Optional<String> since) {}

    /// Someone.
    ///
    /// @param kind `user`, `service` or `machine`
    /// @param factors how a user proves who he is: `password`, `totp`, `webauthn`, `oidc`
    /// @param lastSeen ISO 8601
    record PersonView(
            String name,
            String kind,
            boolean enabled,
            List<GrantView> grants,
            List<String> factors,
            Optional<String> lastSeen) {}

    /// A role and where it holds; a bound that is absent bounds nothing.
    ///
    /// @param joinEuis a range of JoinEUIs
    /// @param labels none when absent
    record GrantView(
            String role,
            Optional<String> owner,
            Optional<String> order,
            Optional<String> joinEuis,
            Optional<String> netId,
            Optional<Map<String, String>> labels) {}

    record NewPerson(String name, List<GrantView> grants) {
        public NewPerson {
            grants = List.copyOf(grants);
        }
    }

    /// Someone with the code that lets a user set up how he signs in; others have none.
    record Invited(long version, PersonView person, Optional<String> code, Optional<String> until) {
        @Override
        public String toString() {
            return "Invited[" + person.name() + ", code=[secret]]";
        }
    }

    /// A session of a user in a browser.
    ///
    /// @param remote the address it came from last
    record SignIn(String id, String since, String lastSeen, String remote, String browser) {}

    /// A token, without what makes it one.
    ///
    /// @param grants what it may do, as long as its holder may
    record TokenView(
            String id,
            String name,
            String since,
            String until,
            List<GrantView> grants,
            Optional<String> lastUsed) {
        public TokenView {
            grants = List.copyOf(grants);
        }
    }

    /// What a token is to be.
    ///
    /// @param days 1 to 90: how long it holds
    /// @param grants fewer than its holder's; absent: the same
    record NewToken(String name, int days, Optional<List<GrantView>> grants) {}

    record Issued(TokenView token, String secret) {
        @Override
        public String toString() {
            return "Issued[" + token.id() + ", secret=[secret]]";
        }
    }
}
