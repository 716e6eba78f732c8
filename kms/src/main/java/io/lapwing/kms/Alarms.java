package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.Vault;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What devices say when somebody is at them (`docs/protocols/zone.md`): what it takes to tell their alarms from anybody
/// else's, and what becomes of a device that raised one.
///
/// The key of a device's alarms hangs on its AppKey, which a device of every version has. It is the one key of a compromised
/// device that is still used, and only to check what that device said.
public final class Alarms {
    /// The type of the key of a device's alarms, which no derivation of LoRaWAN has.
    private static final int ALARM_KEY = 0xA1;

    private final DeviceRows rows;
    private final Vault vault;
    private final Trail trail;

    Alarms(DeviceRows rows, Vault vault, Trail trail) {
        this.rows = rows;
        this.vault = vault;
        this.trail = trail;
    }

    /// A device that may have raised an alarm.
    ///
    /// @param macs AES-CMAC under its alarm key, computed in the vault: one for each version of its AppKey in its row, the one
    ///     in use first. None once it is retired
    public record Raiser(Device device, List<UnaryOperator<Bytes>> macs) {
        public Raiser {
            macs = List.copyOf(macs);
        }
    }

    /// The device of this DevEUI.
    ///
    /// @param block from which its alarm key is derived: 16 octets, the first of them A1
    public Optional<Raiser> find(Eui64 devEui, Bytes block) {
        if (block.length() != 16 || block.at(0) != ALARM_KEY) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "a key for something else than alarms: want type A1");
        }
        return rows.find(devEui)
                .map(DeviceRows.Stored::device)
                .map(device -> new Raiser(device, macs(device, block)));
    }

    private List<UnaryOperator<Bytes>> macs(Device device, Bytes block) {
        return device.keys().keys().stream()
                .filter(key -> key.kind() == KeyBinding.Kind.APP_KEY)
                .sorted(Comparator.comparing(key -> !key.id().equals(device.keys().active())))
                .map(key -> mac(device.devEui(), key, block))
                .toList();
    }

    private UnaryOperator<Bytes> mac(Eui64 devEui, DeviceKey key, Bytes block) {
        KeyBinding.Root binding = KeyMaker.binding(devEui, key.kind(), key.id());
        return message ->
                vault.sit(session ->
                        session.root(key.wrapped(), binding).derive(block).cmac(message));
    }

    /// What became of an alarm that was found authentic.
    public sealed interface Taking {
        /// It was taken: the device is compromised.
        record Taken(Device device) implements Taking {}

        /// Its counter is not above the last one. Nothing changed.
        record Old(long last) implements Taking {}
    }

    /// Takes an alarm: its counter, the step to compromised and the audit record are one commit, durable on return. A device
    /// that is compromised already stays so, and the alarm is taken all the same.
    ///
    /// @param actor who brought it
    /// @param kind what happened, in a word, as [LastAlarm#kind]
    /// @throws Fault `NOT_FOUND`, `CONFLICT` when the row changed each time, `UNAVAILABLE` when the store does not answer
    public Taking take(Actor actor, Eui64 devEui, long counter, String kind) {
        LastAlarm alarm = new LastAlarm(counter, kind, trail.clock().instant());
        return rows.changeIf(devEui, seen -> step(actor, seen, alarm))
                .<Taking>map(Taking.Taken::new)
                .orElseGet(() -> new Taking.Old(last(devEui)));
    }

    private long last(Eui64 devEui) {
        return rows.require(devEui).device().lastAlarmCounter();
    }

    private Optional<DeviceRows.Step> step(Actor actor, Device seen, LastAlarm alarm) {
        return seen.lastAlarmCounter() < alarm.counter()
                ? Optional.of(
                        new DeviceRows.Step(
                                seen.alarmed(alarm),
                                trail.done(
                                        actor,
                                        NonceReplay.ALARM,
                                        seen.devEui(),
                                        "counter",
                                        Long.toString(alarm.counter()),
                                        "kind",
                                        alarm.kind())))
                : Optional.empty();
    }
}
