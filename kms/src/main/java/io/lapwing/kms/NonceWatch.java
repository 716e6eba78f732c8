package io.lapwing.kms;

import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinNonce;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NonceHeadroom;
import io.lapwing.lorawan.RejoinCount;
import java.util.List;
import java.util.Optional;

/// Tells operators of devices whose nonces run out, long before they do: below a tenth of what the field holds.
///
/// The join that passes the mark flags the device's row and says `nonces=low` in its own audit record; a record
/// `device.nonces-low` follows it, once.
public final class NonceWatch {
    private static final int TENTH = 10;

    private final DeviceSearch search;

    NonceWatch(DeviceSearch search) {
        this.search = search;
    }

    /// Devices past the mark, in the order of their DevEUIs.
    ///
    /// @param after the last one of the page before
    /// @param limit 1 to 1000
    public List<Device> low(Optional<Eui64> after, int limit) {
        return search.page(DeviceQuery.ALL.withNoncesLow(), after.map(DeviceCursor::after), limit)
                .devices();
    }

    static boolean low(NonceHeadroom left, MacVersion version) {
        return left.devNonces() < (DevNonce.MAX + 1) / TENTH
                || left.joinNonces() < JoinNonce.MAX / TENTH
                || (version.hasNwkKey() && left.rejoins() < RejoinCount.MAX / TENTH);
    }
}
