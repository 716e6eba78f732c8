package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.function.Function;

/// Key slots in a secure zone: its first four root-key regions hold NwkKey, AppKey, JSEncKey and JSIntKey, its first four session-key
/// regions the keys of the session. Every use of a key verifies its region, computes inside the zone, and leaves no copy.
///
/// A region that is refused is a [Fault]: `UNAVAILABLE` while a tamper is suspected, `TAMPERED` when it was changed or the zone was erased.
public final class ZoneKeySlots extends RuledKeySlots {
    /// Regions of class `ROOT_KEY` that the slots need.
    public static final int ROOT_KEYS = 4;

    /// Regions of class `SESSION_KEY` that the slots need.
    public static final int SESSION_KEYS = 4;

    private final Zone zone;
    private boolean closed;

    private ZoneKeySlots(Aes aes, Zone zone) {
        super(aes);
        this.zone = zone;
        ZonePlan plan = zone.plan();
        if (plan.rootKeys() < ROOT_KEYS || plan.sessionKeys() < SESSION_KEYS) {
            throw Fault.badInput(
                    "zone of %d root keys and %d session keys: want %d and %d or more"
                            .formatted(
                                    plan.rootKeys(), plan.sessionKeys(), ROOT_KEYS, SESSION_KEYS));
        }
    }

    /// The slots of a device whose root keys are in the zone already.
    ///
    /// @param zone stays the caller's
    public static ZoneKeySlots in(Zone zone, Aes aes) {
        return new ZoneKeySlots(aes, zone);
    }

    /// Puts the root key of a 1.0.x device into the zone. Takes the key over.
    public static ZoneKeySlots of10(Zone zone, Aes aes, Secret appKey) {
        ZoneKeySlots slots = new ZoneKeySlots(aes, zone);
        slots.put(KeySlot.APP_KEY, appKey);
        return slots;
    }

    /// Puts the root keys of a 1.1 device into the zone. Takes the keys over.
    public static ZoneKeySlots of11(Zone zone, Aes aes, Secret nwkKey, Secret appKey) {
        ZoneKeySlots slots = of10(zone, aes, appKey);
        slots.put(KeySlot.NWK_KEY, nwkKey);
        return slots;
    }

    /// The device's alarms. Their key hangs on the AppKey, which a device of every version has; it is in no variable longer than
    /// this takes.
    ///
    /// @param counter as for [AlarmFrames#prepare]
    /// @throws Fault `NOT_FOUND` when there is no AppKey in the zone yet
    public AlarmFrames alarms(AlarmSender sender, long counter) {
        return use(KeySlot.APP_KEY, key -> AlarmFrames.prepare(sender, counter, aes, key));
    }

    @Override
    void put(KeySlot slot, Secret key) {
        try (key) {
            requireKey(slot, key);
            zone.write(region(slot), key);
        }
    }

    @Override
    <T> T use(KeySlot slot, Function<Secret, T> work) {
        if (closed) {
            throw empty(slot);
        }
        return switch (zone.read(region(slot), work)) {
            case ZoneRead.Done<T>(T value) -> value;
            case ZoneRead.Empty<T> _ -> throw empty(slot);
            case ZoneRead.Refused<T> refused -> throw refused.fault();
        };
    }

    private int region(KeySlot slot) {
        return switch (slot) {
            case NWK_KEY -> zone.plan().index(ZoneClass.ROOT_KEY, 0);
            case APP_KEY -> zone.plan().index(ZoneClass.ROOT_KEY, 1);
            case JS_ENC_KEY -> zone.plan().index(ZoneClass.ROOT_KEY, 2);
            case JS_INT_KEY -> zone.plan().index(ZoneClass.ROOT_KEY, 3);
            case F_NWK_S_INT_KEY -> zone.plan().index(ZoneClass.SESSION_KEY, 0);
            case APP_S_KEY -> zone.plan().index(ZoneClass.SESSION_KEY, 1);
            case S_NWK_S_INT_KEY -> zone.plan().index(ZoneClass.SESSION_KEY, 2);
            case NWK_S_ENC_KEY -> zone.plan().index(ZoneClass.SESSION_KEY, 3);
        };
    }

    /// Gives the slots up. The keys stay in the zone: its root keys are for the next start, and what a session had is written
    /// over by the next one or erased with the zone.
    @Override
    public void close() {
        closed = true;
    }
}
