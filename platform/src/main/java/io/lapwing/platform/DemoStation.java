package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.SoftKeySlots;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.KeyBinding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A station at a factory line: it opens the copies of root keys that were made for it, and puts them into devices.
///
/// It remembers them until it is closed, so that a demo can look for them where they must not be.
final class DemoStation implements AutoCloseable {
    static final String LABEL = "line-1";

    private final Aes aes;
    private final DemoKek kek;
    private final List<Secret> put = new ArrayList<>();

    DemoStation(Aes aes) {
        this(aes, new DemoKek(KeyBinding.Role.STATION, LABEL, aes));
    }

    /// @param kek taken over
    DemoStation(Aes aes, DemoKek kek) {
        this.aes = aes;
        this.kek = kek;
    }

    DemoKek kek() {
        return kek;
    }

    /// The key slots of a new device.
    ///
    /// @param copies as `Devices.createForStation` gives them
    SoftKeySlots put(Map<Kind, Bytes> copies) {
        return slots(open(copies));
    }

    /// Opens the copies of a new device's root keys, which stay this station's.
    Map<Kind, Secret> open(Map<Kind, Bytes> copies) {
        Map<Kind, Secret> keys = new EnumMap<>(Kind.class);
        copies.forEach((kind, copy) -> keys.put(kind, kek.unwrap(copy)));
        put.addAll(keys.values());
        return keys;
    }

    /// Key slots over copies that were opened.
    SoftKeySlots slots(Map<Kind, Secret> keys) {
        Secret appKey = keys.get(Kind.APP_KEY);
        Secret nwkKey = keys.get(Kind.NWK_KEY);
        if (appKey == null) {
            throw Fault.badInput("no AppKey among the copies: want one");
        }
        return nwkKey == null
                ? SoftKeySlots.of10(aes, appKey)
                : SoftKeySlots.of11(aes, nwkKey, appKey);
    }

    /// The root keys it has put into devices.
    List<Secret> rootKeys() {
        return List.copyOf(put);
    }

    @Override
    public void close() {
        put.forEach(Secret::close);
        kek.close();
    }
}
