package io.lapwing.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Octets that nobody may see: they live in native memory, are wiped on close, and have no text form.
public final class Secret implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    private Secret(int length) {
        segment = arena.allocate(length);
    }

    /// Zeroes, to be filled through [#segment()].
    public static Secret allocate(int length) {
        return new Secret(length);
    }

    /// Takes the octets over: the array is wiped.
    public static Secret take(byte[] octets) {
        Secret secret = new Secret(octets.length);
        MemorySegment.copy(octets, 0, secret.segment, ValueLayout.JAVA_BYTE, 0, octets.length);
        Arrays.fill(octets, (byte) 0);
        return secret;
    }

    public int length() {
        return (int) segment.byteSize();
    }

    /// The native octets, for code that computes with them. Do not copy them out.
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void close() {
        segment.fill((byte) 0);
        arena.close();
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
