package io.lapwing.console.api;

import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.Optional;

/// How desks hold a principal against an object, and in which words they refuse.
final class Objects {
    private Objects() {}

    static <T> T seen(
            Principal who, Permission permission, Optional<T> object, Target target, String kind) {
        who.require(permission);
        if (object.isEmpty() || !who.may(permission, target)) {
            throw unknown(kind);
        }
        return object.get();
    }

    static Fault unknown(String kind) {
        return new Fault(Fault.Kind.NOT_FOUND, "no such " + kind);
    }
}
