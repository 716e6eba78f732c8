package io.lapwing.service.people;

/// A role within a scope.
public record Grant(Role role, Scope scope) {
    /// Whether it allows this on some object.
    public boolean allows(Permission permission) {
        return permission.isOf(role);
    }

    /// Whether it allows this on this object.
    public boolean allows(Permission permission, Target target) {
        return permission.isOf(role) && scope.covers(target);
    }
}
