package io.lapwing.radio;

/// How many code bits carry four data bits (SX1276 data sheet §4.1.1.3).
public enum CodingRate {
    CR4_5(5),
    CR4_6(6),
    CR4_7(7),
    CR4_8(8);

    /// From here on a codeword corrects one bit; below it only shows that one is wrong.
    private static final int CORRECTS_FROM = 7;

    private final int codewordBits;

    CodingRate(int codewordBits) {
        this.codewordBits = codewordBits;
    }

    /// Code bits of four data bits.
    public int codewordBits() {
        return codewordBits;
    }

    boolean corrects() {
        return codewordBits >= CORRECTS_FROM;
    }
}
