package io.lapwing.oscore;

/// The major types of CBOR (RFC 8949 §3.1).
enum CborType {
    UNSIGNED(0),
    NEGATIVE(1),
    OCTETS(2),
    TEXT(3),
    ARRAY(4),
    MAP(5),
    TAG(6),
    SIMPLE(7);

    /// §3.3.
    static final int FALSE = 20;

    static final int NULL = 22;

    private final int number;

    CborType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /// Of the high three bits of a head.
    static CborType of(int firstOctet) {
        return switch (firstOctet >>> 5) {
            case 0 -> UNSIGNED;
            case 1 -> NEGATIVE;
            case 2 -> OCTETS;
            case 3 -> TEXT;
            case 4 -> ARRAY;
            case 5 -> MAP;
            case 6 -> TAG;
            default -> SIMPLE;
        };
    }
}
