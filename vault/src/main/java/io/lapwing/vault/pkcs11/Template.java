package io.lapwing.vault.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/// An array of `CK_ATTRIBUTE` (§3.4): type, pointer to the value and its length, 8 octets each. Encoded once, then read
/// by any number of calls.
record Template(MemorySegment attributes, long count) {
    static final long ATTRIBUTE_BYTES = 24;

    static Builder in(Arena arena) {
        return new Builder(arena);
    }

    /// Gathers attributes; one set again replaces the former value.
    static final class Builder {
        private final Arena arena;
        private final Map<Long, MemorySegment> values = new LinkedHashMap<>();

        private Builder(Arena arena) {
            this.arena = arena;
        }

        Builder yes(long... types) {
            return flags(types, 1);
        }

        Builder no(long... types) {
            return flags(types, 0);
        }

        private Builder flags(long[] types, int value) {
            for (long type : types) {
                values.put(type, arena.allocateFrom(JAVA_BYTE, (byte) value));
            }
            return this;
        }

        Builder number(long type, long value) {
            values.put(type, arena.allocateFrom(JAVA_LONG, value));
            return this;
        }

        Builder octets(long type, byte... value) {
            values.put(type, arena.allocateFrom(JAVA_BYTE, value));
            return this;
        }

        /// An attribute whose value is the memory given, not a copy.
        Builder memory(long type, MemorySegment value) {
            values.put(type, value);
            return this;
        }

        Template build() {
            MemorySegment array = arena.allocate(ATTRIBUTE_BYTES * values.size(), 8);
            long at = 0;
            for (Map.Entry<Long, MemorySegment> entry : values.entrySet()) {
                array.set(JAVA_LONG, at, entry.getKey());
                array.set(ADDRESS, at + 8, entry.getValue());
                array.set(JAVA_LONG, at + 16, entry.getValue().byteSize());
                at += ATTRIBUTE_BYTES;
            }
            return new Template(array, values.size());
        }
    }
}
