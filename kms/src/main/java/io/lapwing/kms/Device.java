package io.lapwing.kms;

import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A device as its row holds it. It has no key in the clear, and no method leads to one.
///
/// @param joinEui the Join Server that the device asks for
/// @param claimRequired whether it may join only once it has an owner
/// @param home its home network, once known
/// @param owner who owns it, by the owner's identifier
/// @param pending steps that wait for a second person, at most one of each kind
/// @param joins the nonces used so far and the parameters of the last sessions
/// @param noncesLow whether the operators were told that the device's nonces run out
public record Device(
        Eui64 devEui,
        Eui64 joinEui,
        MacVersion macVersion,
        Lifecycle state,
        boolean claimRequired,
        RootKeys keys,
        Optional<HomeNetwork> home,
        Optional<String> owner,
        KeyDelivery delivery,
        Labels labels,
        List<Approval> pending,
        JoinState joins,
        boolean noncesLow) {
    public Device {
        pending = List.copyOf(pending);
        owner.ifPresent(name -> Names.check("owner", name));
    }

    /// Whether a join-request of this device is looked at, and why not.
    public Admission admission() {
        return switch (state) {
            case ACTIVE, CLAIMED -> new Admission.Admitted();
            case PROVISIONED ->
                    claimRequired
                            ? new Admission.Barred("it has no owner yet: claim it first")
                            : new Admission.Admitted();
            case MANUFACTURED ->
                    new Admission.Barred("its root keys are not in it yet: report it provisioned");
            case SUSPENDED ->
                    new Admission.Barred(
                            pending.isEmpty()
                                    ? "it is suspended: resume it"
                                    : "it is suspended until a waiting step is approved");
            case RETIRED -> new Admission.Barred("it is retired");
            case COMPROMISED -> new Admission.Barred("it is compromised");
        };
    }

    /// Whether a device may join.
    public sealed interface Admission {
        /// It may.
        record Admitted() implements Admission {}

        /// It may not.
        ///
        /// @param why for people, of the device
        record Barred(String why) implements Admission {}
    }

    /// Where a suspended device goes when it is resumed: where its history puts it.
    public Lifecycle resumed() {
        if (!joins.sessions().isEmpty()) {
            return Lifecycle.ACTIVE;
        }
        return owner.isPresent() ? Lifecycle.CLAIMED : Lifecycle.PROVISIONED;
    }

    /// The step of this kind that waits, if one does.
    public Optional<Approval> pending(Approval.Step step) {
        return pending.stream().filter(approval -> approval.step() == step).findFirst();
    }

    Device moved(Lifecycle wanted) {
        Lifecycle next = state.to(wanted);
        RootKeys kept = next == Lifecycle.RETIRED ? keys.destroyed() : keys;
        return new Device(
                devEui,
                joinEui,
                macVersion,
                next,
                claimRequired,
                kept,
                home,
                owner,
                delivery,
                labels,
                pending,
                joins,
                noncesLow);
    }

    Device withKeys(RootKeys next) {
        return new Device(
                devEui,
                joinEui,
                macVersion,
                state,
                claimRequired,
                next,
                home,
                owner,
                delivery,
                labels,
                pending,
                joins,
                noncesLow);
    }

    Device withHome(Optional<HomeNetwork> next) {
        return new Device(
                devEui,
                joinEui,
                macVersion,
                state,
                claimRequired,
                keys,
                next,
                owner,
                delivery,
                labels,
                pending,
                joins,
                noncesLow);
    }

    Device withOwner(Optional<String> next) {
        return new Device(
                devEui,
                joinEui,
                macVersion,
                state,
                claimRequired,
                keys,
                home,
                next,
                delivery,
                labels,
                pending,
                joins,
                noncesLow);
    }

    Device withDelivery(KeyDelivery next) {
        return new Device(
                devEui,
                joinEui,
                macVersion,
                state,
                claimRequired,
                keys,
                home,
                owner,
                next,
                labels,
                pending,
                joins,
                noncesLow);
    }

    Device withLabels(Labels next) {
        return new Device(
                devEui,
                joinEui,
                macVersion,
                state,
                claimRequired,
                keys,
                home,
                owner,
                delivery,
                next,
                pending,
                joins,
                noncesLow);
    }

    /// With these nonces, and with a look at how many are left.
    Device withJoins(JoinState next) {
        boolean low = NonceWatch.low(next.nonceHeadroom(macVersion, joinEui), macVersion);
        return new Device(
                devEui,
                joinEui,
                macVersion,
                state,
                claimRequired,
                keys,
                home,
                owner,
                delivery,
                labels,
                pending,
                next,
                low);
    }

    Device awaiting(Approval approval) {
        List<Approval> next = new ArrayList<>(without(approval.step()));
        next.add(approval);
        return withPending(next);
    }

    Device settled(Approval.Step step) {
        return withPending(without(step));
    }

    private List<Approval> without(Approval.Step step) {
        return pending.stream().filter(approval -> approval.step() != step).toList();
    }

    private Device withPending(List<Approval> next) {
        return new Device(
                devEui,
                joinEui,
                macVersion,
                state,
                claimRequired,
                keys,
                home,
                owner,
                delivery,
                labels,
                next,
                joins,
                noncesLow);
    }
}
