package io.lapwing.device;

import io.lapwing.crypto.Fault;

/// How many regions of each class a zone has. They lie in it in the order of [ZoneClass].
///
/// @param wrappingKeys 0 or more
/// @param rootKeys 0 or more
/// @param sessionKeys 0 or more
/// @param records 0 or more
public record ZonePlan(int wrappingKeys, int rootKeys, int sessionKeys, int records) {
    /// The most regions of a zone: 64 KiB, which systems let every process lock (`ulimit -l` before Linux 5.16).
    public static final int MOST_REGIONS = 256;

    public ZonePlan {
        if (wrappingKeys < 0 || rootKeys < 0 || sessionKeys < 0 || records < 0) {
            throw Fault.badInput(
                    "zone of %d, %d, %d and %d regions: want none below 0"
                            .formatted(wrappingKeys, rootKeys, sessionKeys, records));
        }
        long regions = (long) wrappingKeys + rootKeys + sessionKeys + records;
        if (regions < 1 || regions > MOST_REGIONS) {
            throw Fault.badInput(
                    "zone of " + regions + " regions: want 1 to " + MOST_REGIONS + " in all");
        }
    }

    /// For a LoRaWAN device: one wrapping key, the slots of [ZoneKeySlots], and two records.
    public static ZonePlan forLorawan() {
        return new ZonePlan(1, ZoneKeySlots.ROOT_KEYS, ZoneKeySlots.SESSION_KEYS, 2);
    }

    /// All regions.
    public int regions() {
        return wrappingKeys + rootKeys + sessionKeys + records;
    }

    /// How many regions of a class there are.
    public int count(ZoneClass of) {
        return switch (of) {
            case WRAPPING_KEY -> wrappingKeys;
            case ROOT_KEY -> rootKeys;
            case SESSION_KEY -> sessionKeys;
            case RECORD -> records;
        };
    }

    /// The index of the region that is the `nth` of a class, counted from 0.
    ///
    /// @throws Fault `BAD_INPUT` when there are fewer
    public int index(ZoneClass of, int nth) {
        if (nth < 0 || nth >= count(of)) {
            throw Fault.badInput(
                    "region " + nth + " of class " + of + ": the zone has " + count(of));
        }
        int first = 0;
        for (ZoneClass before : ZoneClass.values()) {
            if (before == of) {
                break;
            }
            first += count(before);
        }
        return first + nth;
    }

    /// The class of the region at an index.
    ///
    /// @throws Fault `BAD_INPUT` when there is no such region
    public ZoneClass classOf(int index) {
        int end = 0;
        for (ZoneClass candidate : ZoneClass.values()) {
            end += count(candidate);
            if (index >= 0 && index < end) {
                return candidate;
            }
        }
        throw Fault.badInput("region " + index + ": the zone has " + regions());
    }
}
