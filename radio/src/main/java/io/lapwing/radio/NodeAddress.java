package io.lapwing.radio;

import io.lapwing.crypto.Fault;

/// The short address of a node within one cell, 0 to 65534.
public record NodeAddress(int value) implements Comparable<NodeAddress> {
    /// All nodes.
    static final NodeAddress EVERYONE = new NodeAddress();

    private static final int EVERYONE_VALUE = 0xffff;

    public NodeAddress {
        if (value < 0 || value > EVERYONE_VALUE) {
            throw Fault.badInput("node address %d: want 0 to 65534".formatted(value));
        }
    }

    private NodeAddress() {
        this(EVERYONE_VALUE);
    }

    /// Whether it is that of all nodes.
    public boolean isEveryone() {
        return value == EVERYONE_VALUE;
    }

    @Override
    public int compareTo(NodeAddress other) {
        return Integer.compare(value, other.value);
    }

    /// Four hexadecimal digits.
    @Override
    public String toString() {
        return "%04X".formatted(value);
    }
}
