package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import java.util.List;
import java.util.Locale;

/// Someone who has proved who he is, with what he may do. Deny by default: what no grant allows is refused.
///
/// @param name unique within its kind: 1 to 64 letters, digits, `.`, `_`, `@` and `-`
public record Principal(String name, Kind kind, List<Grant> grants) {
    /// What kind of someone.
    public enum Kind {
        /// A person with a password or a key and a second factor.
        USER("user"),
        /// A program with an API token.
        SERVICE_ACCOUNT("service"),
        /// A program with a client certificate.
        MACHINE("machine"),
        /// Whoever the operating system let at the administrators' socket.
        LOCAL("operator");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// As the audit log says it: `user`.
        public String word() {
            return word;
        }
    }

    public Principal {
        grants = List.copyOf(grants);
        name = name.toLowerCase(Locale.ROOT);
    }

    /// The user of the operating system who uses the administrators' socket: the file system let him do everything.
    public static Principal local(String user) {
        return new Principal(
                user,
                Kind.LOCAL,
                List.of(
                        new Grant(Role.ADMINISTRATOR, Scope.EVERYTHING),
                        new Grant(Role.OPERATOR, Scope.EVERYTHING)));
    }

    /// Whether this is allowed on some object.
    public boolean may(Permission permission) {
        return grants.stream().anyMatch(grant -> grant.allows(permission));
    }

    /// Whether this is allowed on this object.
    public boolean may(Permission permission, Target target) {
        return grants.stream().anyMatch(grant -> grant.allows(permission, target));
    }

    /// Refuses what is allowed on no object.
    ///
    /// @throws Fault `FORBIDDEN` then
    public void require(Permission permission) {
        if (!may(permission)) {
            throw refusal(permission);
        }
    }

    /// Refuses what is not allowed on this object.
    ///
    /// @throws Fault `FORBIDDEN` then
    public void require(Permission permission, Target target) {
        if (!may(permission, target)) {
            throw refusal(permission);
        }
    }

    private Fault refusal(Permission permission) {
        return new Fault(
                Fault.Kind.FORBIDDEN,
                this + " may not do this: ask an administrator for " + permission.word());
    }

    /// The scopes within which this is allowed.
    public List<Scope> scopes(Permission permission) {
        return grants.stream().filter(grant -> grant.allows(permission)).map(Grant::scope).toList();
    }

    /// Whether this is a person, not a program.
    public boolean isPerson() {
        return kind == Kind.USER || kind == Kind.LOCAL;
    }

    /// Whether the audit log means him: `user:anna` of the console and `operator:anna` of the machine are one person.
    public boolean isSameAs(String actor) {
        return actor.equals(toString())
                || (isPerson()
                        && (actor.equals(Kind.USER.word() + ":" + name)
                                || actor.equals(Kind.LOCAL.word() + ":" + name)));
    }

    /// Whether he acts for this owner.
    public boolean owns(String owner) {
        return grants.stream()
                .anyMatch(grant ->
                        grant.role() == Role.OWNER
                                && grant.scope().owner().filter(owner::equals).isPresent());
    }

    /// As the audit log names an actor: `user:anna`.
    @Override
    public String toString() {
        return kind.word() + ":" + name;
    }
}
