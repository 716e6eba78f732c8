package io.lapwing.trust;

import io.lapwing.crypto.Fault;

/// The number of a group of nodes that share a key.
///
/// @param value 1 to 65535
public record GroupId(int value) implements Comparable<GroupId> {
    private static final int LARGEST = 0xFFFF;

    public GroupId {
        if (value < 1 || value > LARGEST) {
            throw Fault.badInput("number of a group " + value + ": want 1 to " + LARGEST);
        }
    }

    @Override
    public int compareTo(GroupId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
