package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Secret;
import java.util.EnumMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Key slots in this process's memory: for a device without a secure element, and for simulated fleets.
public final class SoftKeySlots extends RuledKeySlots {
    private final EnumMap<KeySlot, Secret> keys = new EnumMap<>(KeySlot.class);

    private SoftKeySlots(Aes aes, Secret appKey, @Nullable Secret nwkKey) {
        super(aes);
        put(KeySlot.APP_KEY, appKey);
        if (nwkKey != null) {
            put(KeySlot.NWK_KEY, nwkKey);
        }
    }

    /// The slots of a 1.0.x device. Takes the key over.
    public static SoftKeySlots of10(Aes aes, Secret appKey) {
        return new SoftKeySlots(aes, appKey, null);
    }

    /// The slots of a 1.1 device. Takes the keys over.
    public static SoftKeySlots of11(Aes aes, Secret nwkKey, Secret appKey) {
        return new SoftKeySlots(aes, appKey, nwkKey);
    }

    @Override
    void put(KeySlot slot, Secret key) {
        requireKey(slot, key);
        Secret before = keys.put(slot, key);
        if (before != null) {
            before.close();
        }
    }

    @Override
    <T> T use(KeySlot slot, Function<Secret, T> work) {
        Secret key = keys.get(slot);
        if (key == null) {
            throw empty(slot);
        }
        return work.apply(key);
    }

    @Override
    public void close() {
        keys.values().forEach(Secret::close);
        keys.clear();
    }
}
