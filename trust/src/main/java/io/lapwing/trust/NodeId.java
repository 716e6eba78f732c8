package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// The number of a node, as printed on its label: short, because it goes over the air.
///
/// @param value 1 to 2^32 - 1; small numbers take fewer octets. 0 is the Central Entity
public record NodeId(long value) implements Comparable<NodeId> {
    /// The Central Entity.
    public static final NodeId CENTRAL = new NodeId(0);

    private static final long LARGEST = 0xFFFF_FFFFL;

    public NodeId {
        if (value < 0 || value > LARGEST) {
            throw Fault.badInput("number of a node " + value + ": want 1 to " + LARGEST);
        }
    }

    /// Reads decimal digits.
    public static NodeId parse(String text) {
        try {
            return new NodeId(Long.parseLong(text));
        } catch (NumberFormatException _) {
            throw Fault.badInput("number of a node is no number: want 1 to " + LARGEST);
        }
    }

    /// 4 octets, most significant first: the key of its row.
    Bytes octets() {
        return Bytes.of((int) (value >> 24), (int) (value >> 16), (int) (value >> 8), (int) value);
    }

    @Override
    public int compareTo(NodeId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
