package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import java.time.Duration;
import java.time.Instant;

/// Steps on a device that take two people: one asks, the owner allows. Where a device has no owner, an operator other
/// than the one who asked allows it.
public final class Approvals {
    /// How long a DevNonce reset that was asked for waits.
    public static final Duration LIFE = Duration.ofDays(3);

    private static final int MAX_REASON = 200;

    private final DeviceRows rows;
    private final Trail trail;

    Approvals(DeviceRows rows, Trail trail) {
        this.rows = rows;
        this.trail = trail;
    }

    /// Asks that a device which was flashed again may count its DevNonces from the start.
    ///
    /// @param reason 1 to 200 characters, for the one who decides
    public Device requestNonceReset(Actor actor, Eui64 devEui, String reason) {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw Fault.badInput(
                    "reason of " + reason.length() + " characters: want 1 to " + MAX_REASON);
        }
        if (actor.role() != Actor.Role.OPERATOR) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "a DevNonce reset is asked for by an operator alone");
        }
        return rows.change(
                devEui,
                seen -> {
                    requireAlive(seen);
                    Approval asked =
                            new Approval(
                                    Approval.Step.DEV_NONCE_RESET,
                                    actor.toString(),
                                    Instant.ofEpochSecond(trail.clock().instant().getEpochSecond()),
                                    reason);
                    return new DeviceRows.Step(
                            seen.awaiting(asked),
                            trail.done(
                                    actor, "device.nonce-reset-request", devEui, "reason", reason));
                });
    }

    private static void requireAlive(Device seen) {
        if (seen.keys().keys().isEmpty() || seen.state() == Lifecycle.COMPROMISED) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "device "
                            + seen.devEui()
                            + " is "
                            + seen.state().word()
                            + ": it joins no more");
        }
    }

    /// Allows a waiting step and takes it. After [Approval.Step#DEV_NONCE_RESET] every join ever recorded of this device
    /// is accepted once more; after [Approval.Step#JOIN_AFTER_RESTORE] those recorded between the backup and the restore
    /// are.
    ///
    /// @throws Fault `FORBIDDEN` for anyone but the owner, or for the one who asked; `NOT_FOUND` when nothing waits
    public Device approve(Actor actor, Eui64 devEui, Approval.Step step) {
        return rows.change(
                devEui,
                seen -> {
                    Approval waiting = waiting(seen, step);
                    requireAlive(seen);
                    requireMayDecide(actor, seen, waiting);
                    requireInTime(waiting);
                    return new DeviceRows.Step(
                            taken(seen.settled(step), step),
                            trail.done(
                                    actor,
                                    approval(step),
                                    devEui,
                                    "requested-by",
                                    waiting.requestedBy()));
                });
    }

    private void requireInTime(Approval waiting) {
        if (!isInTime(waiting)) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "the approval's time is over: have it asked for anew");
        }
    }

    /// Whether it may still be decided. A device that waits since a restore waits for as long as it takes.
    public boolean isInTime(Approval waiting) {
        return switch (waiting.step()) {
            case DEV_NONCE_RESET -> trail.clock().instant().isBefore(waiting.at().plus(LIFE));
            case JOIN_AFTER_RESTORE -> true;
        };
    }

    private static Device taken(Device seen, Approval.Step step) {
        return switch (step) {
            case DEV_NONCE_RESET -> seen.withJoins(seen.joins().resetDevNonce());
            case JOIN_AFTER_RESTORE ->
                    seen.state() == Lifecycle.SUSPENDED ? seen.moved(seen.resumed()) : seen;
        };
    }

    /// Refuses a DevNonce reset that waits. A device that waits since a restore cannot be refused into joining: it is
    /// approved, or retired.
    public Device rejectNonceReset(Actor actor, Eui64 devEui) {
        Approval.Step step = Approval.Step.DEV_NONCE_RESET;
        return rows.change(
                devEui,
                seen ->
                        new DeviceRows.Step(
                                seen.settled(step),
                                trail.done(
                                        actor,
                                        "device.nonce-reset-reject",
                                        devEui,
                                        "requested-by",
                                        waiting(seen, step).requestedBy())));
    }

    private static String approval(Approval.Step step) {
        return switch (step) {
            case DEV_NONCE_RESET -> "device.nonce-reset-approve";
            case JOIN_AFTER_RESTORE -> "device.join-after-restore-approve";
        };
    }

    private static Approval waiting(Device seen, Approval.Step step) {
        return seen.pending(step)
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.NOT_FOUND,
                                "no "
                                        + DeviceTerms.word(step)
                                        + " waits on device "
                                        + seen.devEui()));
    }

    private static void requireMayDecide(Actor actor, Device seen, Approval waiting) {
        boolean decides =
                seen.owner()
                        .map(actor::isOwner)
                        .orElseGet(() -> actor.role() == Actor.Role.OPERATOR);
        if (!decides) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    seen.owner().isPresent()
                            ? "only the owner of device " + seen.devEui() + " may decide this"
                            : "only an operator may decide this for device " + seen.devEui());
        }
        if (actor.isSameAs(waiting.requestedBy())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "whoever asked may not decide: have another person approve it");
        }
    }
}
