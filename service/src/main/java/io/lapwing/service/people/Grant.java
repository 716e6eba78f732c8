package io.lapwing.service.people;

import io.lapwing.crypto.Fault;

/// A role within a scope. An owner's scope names the owner: without, he would have everybody's devices.
public record Grant(Role role, Scope scope) {
    public Grant {
        if (role == Role.OWNER && scope.owner().isEmpty()) {
            throw Fault.badInput("grant of role owner without an owner: want a scope with owner");
        }
    }

    /// Whether it allows this on some object.
    public boolean allows(Permission permission) {
        return permission.isOf(role);
    }

    /// Whether it allows this on this object.
    public boolean allows(Permission permission, Target target) {
        return permission.isOf(role) && scope.covers(target);
    }
}
