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
/// @param module its module identity, where its maker told it
/// @param alarm the last alarm that it raised, if it ever did
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
        boolean noncesLow,
        Optional<ModuleDigest> module,
        Optional<LastAlarm> alarm) {
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
            case COMPROMISED ->
                    new Admission.Barred(
                            alarm.isPresent()
                                    ? "it is compromised: it raised an alarm"
                                    : "it is compromised");
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

    /// The counter of the last alarm that was taken, 0 when there was none.
    public long lastAlarmCounter() {
        return alarm.map(LastAlarm::counter).orElse(0L);
    }

    /// The step of this kind that waits, if one does.
    public Optional<Approval> pending(Approval.Step step) {
        return pending.stream().filter(approval -> approval.step() == step).findFirst();
    }

    Device moved(Lifecycle wanted) {
        Copy copy = new Copy(this);
        copy.state = state.to(wanted);
        if (copy.state == Lifecycle.RETIRED) {
            copy.keys = keys.destroyed();
        }
        return copy.device();
    }

    /// Trusted no more, wherever it stood: every state leads to compromised.
    Device alarmed(LastAlarm next) {
        Copy copy = new Copy(this);
        copy.alarm = Optional.of(next);
        copy.state = Lifecycle.COMPROMISED;
        return copy.device();
    }

    Device withKeys(RootKeys next) {
        Copy copy = new Copy(this);
        copy.keys = next;
        return copy.device();
    }

    Device withHome(Optional<HomeNetwork> next) {
        Copy copy = new Copy(this);
        copy.home = next;
        return copy.device();
    }

    Device withOwner(Optional<String> next) {
        Copy copy = new Copy(this);
        copy.owner = next;
        return copy.device();
    }

    Device withDelivery(KeyDelivery next) {
        Copy copy = new Copy(this);
        copy.delivery = next;
        return copy.device();
    }

    Device withLabels(Labels next) {
        Copy copy = new Copy(this);
        copy.labels = next;
        return copy.device();
    }

    /// With these nonces, and with a look at how many are left.
    Device withJoins(JoinState next) {
        Copy copy = new Copy(this);
        copy.joins = next;
        copy.noncesLow = NonceWatch.low(next.nonceHeadroom(macVersion, joinEui), macVersion);
        return copy.device();
    }

    Device awaiting(Approval approval) {
        Copy copy = new Copy(this);
        copy.pending = new ArrayList<>(without(approval.step()));
        copy.pending.add(approval);
        return copy.device();
    }

    Device settled(Approval.Step step) {
        Copy copy = new Copy(this);
        copy.pending = without(step);
        return copy.device();
    }

    private List<Approval> without(Approval.Step step) {
        return pending.stream().filter(approval -> approval.step() != step).toList();
    }

    /// What of a device can change, while it changes.
    private static final class Copy {
        private final Device before;
        private Lifecycle state;
        private RootKeys keys;
        private Optional<HomeNetwork> home;
        private Optional<String> owner;
        private KeyDelivery delivery;
        private Labels labels;
        private List<Approval> pending;
        private JoinState joins;
        private boolean noncesLow;
        private Optional<LastAlarm> alarm;

        Copy(Device before) {
            this.before = before;
            state = before.state;
            keys = before.keys;
            home = before.home;
            owner = before.owner;
            delivery = before.delivery;
            labels = before.labels;
            pending = before.pending;
            joins = before.joins;
            noncesLow = before.noncesLow;
            alarm = before.alarm;
        }

        Device device() {
            return new Device(
                    before.devEui,
                    before.joinEui,
                    before.macVersion,
                    state,
                    before.claimRequired,
                    keys,
                    home,
                    owner,
                    delivery,
                    labels,
                    pending,
                    joins,
                    noncesLow,
                    before.module,
                    alarm);
        }
    }
}
