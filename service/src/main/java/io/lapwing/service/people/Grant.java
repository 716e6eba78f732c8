package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import java.util.List;

/// A role within a scope. An owner's scope names the owner: one without, which an older row may have, is void and allows
/// nothing, else he would have everybody's devices.
public record Grant(Role role, Scope scope) {
    /// Those that are not void: what stands in a row, as it counts.
    static List<Grant> valid(List<Grant> grants) {
        return grants.stream().filter(grant -> !grant.isVoid()).toList();
    }

    /// Refuses to give what is void.
    ///
    /// @throws Fault `BAD_INPUT` then
    static void requireValid(List<Grant> grants) {
        if (grants.stream().anyMatch(Grant::isVoid)) {
            throw Fault.badInput("grant of role owner without an owner: want a scope with owner");
        }
    }

    private boolean isVoid() {
        return role == Role.OWNER && scope.owner().isEmpty();
    }

    /// Whether it allows this on some object.
    public boolean allows(Permission permission) {
        return permission.isOf(role) && !isVoid();
    }

    /// Whether it allows this on this object.
    public boolean allows(Permission permission, Target target) {
        return allows(permission) && scope.covers(target);
    }
}
