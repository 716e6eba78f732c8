package io.lapwing.service.people;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Something that takes two people: one asks, another approves or refuses.
///
/// @param object what it is to be done to: a DevEUI, a vault key's version, a filter
/// @param target what decides who may approve
/// @param reason in the asker's words
/// @param askedBy the text of the principal who asked
/// @param until afterwards nobody decides it any more
/// @param decidedBy who approved or refused
public record Wish(
        String id,
        Action action,
        String object,
        Target target,
        String reason,
        String askedBy,
        Instant at,
        Instant until,
        State state,
        Optional<String> decidedBy) {
    /// What takes two people, with what one needs in order to ask.
    public enum Action {
        EXPORT(Permission.DEVICE_EXPORT),
        KEYS_RENEW(Permission.KEYS_RENEW),
        VAULT_DESTROY(Permission.VAULT_DESTROY),
        EMERGENCY(Permission.DEVICE_COMPROMISE);

        private final Permission permission;

        Action(Permission permission) {
            this.permission = permission;
        }

        public Permission permission() {
            return permission;
        }

        /// As it stands on screen and in audit records: `keys-renew`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// How far it is.
    public enum State {
        WAITING,
        APPROVED,
        REFUSED,
        /// It was done, or is being done.
        TAKEN
    }

    Wish decided(State next, String by) {
        return new Wish(
                id, action, object, target, reason, askedBy, at, until, next, Optional.of(by));
    }

    Wish taken() {
        return new Wish(
                id, action, object, target, reason, askedBy, at, until, State.TAKEN, decidedBy);
    }
}
