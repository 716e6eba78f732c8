package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import java.util.Optional;

/// Who asks, as the edge authenticated them. Audit records carry its text: `operator:anna`, `owner:acme`.
///
/// @param role in which capacity
/// @param name of an owner the owner's own identifier, of others the account or the identity in the certificate;
///     1 to 128 characters
/// @param person who did it in that capacity, as the edge names people: `user:anna`; the capacity itself when empty
public record Actor(Role role, String name, Optional<String> person) {
    /// In which capacity someone acts.
    public enum Role {
        OPERATOR,
        OWNER,
        STATION,
        PEER,
        SYSTEM;

        private final String word = name().toLowerCase(java.util.Locale.ROOT);
    }

    private static final String USER = "user:";

    public Actor {
        if (name.isEmpty() || name.length() > 128) {
            throw Fault.badInput(
                    "actor name of " + name.length() + " characters: want 1 to 128 characters");
        }
    }

    public Actor(Role role, String name) {
        this(role, name, Optional.empty());
    }

    public static Actor operator(String name) {
        return new Actor(Role.OPERATOR, name);
    }

    public static Actor owner(String name) {
        return new Actor(Role.OWNER, name);
    }

    /// The platform itself: what it does in the background.
    public static Actor system(String part) {
        return new Actor(Role.SYSTEM, part);
    }

    /// The same capacity, taken by this person.
    public Actor by(String someone) {
        return new Actor(role, name, Optional.of(someone));
    }

    boolean isOwner(String owner) {
        return role == Role.OWNER && name.equals(owner);
    }

    /// Whether an audit record's actor is the same person: `user:anna` of the console and `operator:anna` of the machine are.
    boolean isSameAs(String other) {
        return named(toString()).equals(named(other));
    }

    private static String named(String actor) {
        return actor.startsWith(USER)
                ? Role.OPERATOR.word + ":" + actor.substring(USER.length())
                : actor;
    }

    @Override
    public String toString() {
        return person.orElseGet(() -> role.word + ":" + name);
    }
}
