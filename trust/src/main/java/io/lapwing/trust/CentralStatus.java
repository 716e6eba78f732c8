package io.lapwing.trust;

import java.util.Map;

/// How a Central Entity is, for people.
///
/// @param list the current one
/// @param translations since the start
/// @param refusals since the start, by word; what was not looked at is under `ignored`
public record CentralStatus(DeviceList list, long translations, Map<String, Long> refusals) {
    public CentralStatus {
        refusals = Map.copyOf(refusals);
    }
}
