package io.lapwing.radio;

import io.lapwing.crypto.Fault;

/// How frames are modulated, and so how long they are on the air (SX1276 data sheet §4.1.1.6 and §4.1.1.7).
///
/// @param preambleSymbols programmed, 6 to 65535; the radio adds 4.25
/// @param header whether the frame says its own length
/// @param crc whether the radio appends its checksum of 16 bits
/// @param lowDataRate whether two bits of each symbol are left out against drift of the clock
public record Modulation(
        SpreadingFactor spreadingFactor,
        Bandwidth bandwidth,
        CodingRate codingRate,
        int preambleSymbols,
        boolean header,
        boolean crc,
        boolean lowDataRate) {
    /// No frame carries more octets.
    public static final int MAX_FRAME_BYTES = 255;

    /// Symbols of the header block, which come with every frame.
    private static final int FIRST_BLOCK_SYMBOLS = 8;

    private static final int HEADER_BITS = 20;
    private static final int CRC_BITS = 16;
    private static final int LORAWAN_PREAMBLE_SYMBOLS = 8;
    private static final long NS_PER_S = 1_000_000_000;

    /// Symbols longer than this ask for the low data rate optimisation.
    private static final long LONG_SYMBOL_NS = 16_000_000;

    public Modulation {
        if (preambleSymbols < 6 || preambleSymbols > 65_535) {
            throw Fault.badInput(
                    "preamble of %d symbols: want 6 to 65535".formatted(preambleSymbols));
        }
    }

    /// What LoRaWAN uses in Europe: 125 kHz, 4/5, 8 symbols of preamble, header and checksum.
    public static Modulation of(SpreadingFactor spreadingFactor) {
        return of(spreadingFactor, Bandwidth.KHZ_125, CodingRate.CR4_5);
    }

    /// With 8 symbols of preamble, header, checksum, and the low data rate where symbols are longer than 16 ms.
    public static Modulation of(
            SpreadingFactor spreadingFactor, Bandwidth bandwidth, CodingRate codingRate) {
        return new Modulation(
                spreadingFactor,
                bandwidth,
                codingRate,
                LORAWAN_PREAMBLE_SYMBOLS,
                true,
                true,
                symbolNs(spreadingFactor, bandwidth) > LONG_SYMBOL_NS);
    }

    /// How long one symbol takes.
    public long symbolNs() {
        return symbolNs(spreadingFactor, bandwidth);
    }

    private static long symbolNs(SpreadingFactor spreadingFactor, Bandwidth bandwidth) {
        return spreadingFactor.symbols() * NS_PER_S / bandwidth.hz();
    }

    /// How long a frame of so many octets is on the air.
    public long airTimeNs(int bytes) {
        return preambleNs() + (FIRST_BLOCK_SYMBOLS + blockSymbols(bytes)) * symbolNs();
    }

    /// How long the preamble takes, the synchronisation word included.
    public long preambleNs() {
        return (4L * preambleSymbols + 17) * symbolNs() / 4;
    }

    /// How long it takes from a frame's first symbol until a receiver has read its header, and so knows when it will end.
    public long detectionNs() {
        return preambleNs() + FIRST_BLOCK_SYMBOLS * symbolNs();
    }

    private long blockSymbols(int bytes) {
        int bits =
                8 * bytes
                        - 4 * spreadingFactor.bits()
                        + 28
                        + (crc ? CRC_BITS : 0)
                        - (header ? 0 : HEADER_BITS);
        int bitsPerBlock = 4 * (spreadingFactor.bits() - (lowDataRate ? 2 : 0));
        return (long) Math.max(Math.ceilDiv(bits, bitsPerBlock), 0) * codingRate.codewordBits();
    }
}
