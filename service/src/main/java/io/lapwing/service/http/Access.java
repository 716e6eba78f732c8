package io.lapwing.service.http;

import io.lapwing.service.people.Permission;
import java.util.Set;

/// Who may call a route. Checked before the body is read.
public sealed interface Access {
    /// Everyone who gets a connection.
    record Open() implements Access {}

    /// Every peer with a certificate that the server trusts, with a Lapwing identity in it or not.
    record AnyPeer() implements Access {}

    /// Peers whose certificate states one of these roles.
    record Roles(Set<String> roles) implements Access {
        public Roles {
            roles = Set.copyOf(roles);
        }
    }

    /// Whoever has proved who he is.
    record SignedIn() implements Access {}

    /// Whoever has proved who he is and has this permission, on some object at least: the handler asks about the object.
    record Permitted(Permission permission) implements Access {}

    static Access signedIn() {
        return new SignedIn();
    }

    static Access permitted(Permission permission) {
        return new Permitted(permission);
    }

    static Access open() {
        return new Open();
    }

    static Access anyPeer() {
        return new AnyPeer();
    }

    static Access roles(String... roles) {
        return new Roles(Set.of(roles));
    }
}
