package io.lapwing.platform;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/// How many alarm datagrams are looked at in a second. Anybody can send them, so that a flood must cost little: what is beyond is
/// dropped. One address has a share alone, so that it does not drown the others unless it forges senders.
///
/// Of one thread.
final class AlarmPace {
    /// Each costs a look into the store, and for a device that is there an AES-CMAC in the vault.
    static final int MOST_A_SECOND = 500;

    static final int MOST_OF_ONE = 100;

    private static final long SECOND_NANOS = 1_000_000_000;

    private final Map<InetAddress, Integer> ofOne = new HashMap<>();
    private long second = Long.MIN_VALUE;
    private int all;

    /// Whether one more is looked at now.
    ///
    /// @param nanos a clock that only goes forward
    boolean admits(InetAddress from, long nanos) {
        long now = Math.floorDiv(nanos, SECOND_NANOS);
        if (now != second) {
            second = now;
            all = 0;
            ofOne.clear();
        }
        int before = ofOne.getOrDefault(from, 0);
        if (all >= MOST_A_SECOND || before >= MOST_OF_ONE) {
            return false;
        }
        ofOne.put(from, before + 1);
        all++;
        return true;
    }
}
