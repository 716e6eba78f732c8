package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.NonceHeadroom;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Commit;
import io.lapwing.service.Store;
import io.lapwing.vault.Vault;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// What a Join Server needs of devices: to read one, to use its root keys, and to commit what a join changed.
///
/// A join reads the device, computes everything from what it saw, and then commits once. A conflict says that the device
/// changed meanwhile: read again and decide anew, and send nothing of what was computed.
public final class JoinAccess {
    private final Store store;
    private final DeviceRows rows;
    private final Vault vault;
    private final Receivers receivers;
    private final Trail trail;

    JoinAccess(Store store, DeviceRows rows, Vault vault, Receivers receivers, Trail trail) {
        this.store = store;
        this.rows = rows;
        this.vault = vault;
        this.receivers = receivers;
        this.trail = trail;
    }

    /// A device as it was read.
    ///
    /// @param version of its row
    public record Seen(Device device, long version) {}

    public Optional<Seen> find(Eui64 devEui) {
        return rows.find(devEui).map(stored -> new Seen(stored.device(), stored.version()));
    }

    /// Commits an accepted join: new nonces and session, the audit record, and with the first join the step to active.
    ///
    /// @param next from [JoinState#admit]
    /// @throws Fault `CONFLICT` when the device as seen may not join
    public Commit commitJoin(Seen seen, JoinState next, AuditEvent event) {
        Device before = seen.device();
        if (before.admission() instanceof Device.Admission.Barred barred) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "device " + before.devEui() + " may not join: " + barred.why());
        }
        Device active =
                before.state() == Lifecycle.ACTIVE ? before : before.moved(Lifecycle.ACTIVE);
        Device joined = active.withJoins(next);
        boolean warns = joined.noncesLow() && !before.noncesLow();
        Commit commit =
                rows.replace(
                        new DeviceRows.Stored(before, seen.version()),
                        new DeviceRows.Step(joined, warns ? warned(event) : event));
        if (warns && commit instanceof Commit.Done) {
            recordLow(joined);
        }
        return commit;
    }

    private static AuditEvent warned(AuditEvent event) {
        TreeMap<String, String> details = new TreeMap<>(event.details());
        details.put("nonces", "low");
        return new AuditEvent(
                event.at(),
                event.actor(),
                event.action(),
                event.object(),
                event.outcome(),
                details);
    }

    private void recordLow(Device device) {
        NonceHeadroom left = device.joins().nonceHeadroom(device.macVersion(), device.joinEui());
        store.record(
                trail.done(
                        Actor.system("nonce-watch"),
                        "device.nonces-low",
                        device.devEui(),
                        "dev-nonces",
                        Integer.toString(left.devNonces()),
                        "join-nonces",
                        Integer.toString(left.joinNonces())));
    }

    /// Writes the audit record of a refused join, which changes nothing else.
    public void recordRefusal(AuditEvent event) {
        store.record(event);
    }

    /// Works with the root keys of a device, on the thread that suits the vault best; they are gone afterwards.
    ///
    /// @throws Fault `FORBIDDEN` when the device is retired or compromised, and what the work throws
    public <T> T withKeys(Device device, Function<JoinKeys, T> work) {
        if (device.state() == Lifecycle.RETIRED || device.state() == Lifecycle.COMPROMISED) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "device "
                            + device.devEui()
                            + " is "
                            + device.state().word()
                            + ": its root keys are not used");
        }
        return vault.sit(session -> work.apply(new JoinKeys(device, session, receivers)));
    }
}
