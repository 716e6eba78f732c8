package io.lapwing.kms;

import io.lapwing.crypto.Fault;

/// Who asks, as the edge authenticated them. Audit records carry its text: `operator:anna`, `owner:acme`.
///
/// @param role in which capacity
/// @param name of an owner the owner's own identifier, of others the account or the identity in the certificate;
///     1 to 128 characters
public record Actor(Role role, String name) {
    /// In which capacity someone acts.
    public enum Role {
        OPERATOR,
        OWNER,
        STATION,
        PEER,
        SYSTEM;

        private final String word = name().toLowerCase(java.util.Locale.ROOT);
    }

    public Actor {
        if (name.isEmpty() || name.length() > 128) {
            throw Fault.badInput(
                    "actor name of " + name.length() + " characters: want 1 to 128 characters");
        }
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

    @Override
    public String toString() {
        return role.word + ":" + name;
    }
}
