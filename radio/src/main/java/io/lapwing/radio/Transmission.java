package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;

/// One frame on the air, and those that overlapped it.
final class Transmission {
    /// Symbols of the preamble that a receiver needs (Bor et al., MSWiM 2016, §3.3).
    private static final int NEEDED_PREAMBLE_SYMBOLS = 5;

    private final CellNode sender;
    private final Bytes frame;
    private final long startNs;
    private final long endNs;
    private final long criticalNs;
    private final List<Transmission> rivals = new ArrayList<>();

    Transmission(CellNode sender, Bytes frame, long startNs, Modulation modulation) {
        this.sender = sender;
        this.frame = frame;
        this.startNs = startNs;
        endNs = startNs + modulation.airTimeNs(frame.length());
        criticalNs = startNs + spareNs(modulation);
    }

    /// How long after its beginning a frame may be disturbed without harm.
    static long spareNs(Modulation modulation) {
        int spare = Math.max(modulation.preambleSymbols() - NEEDED_PREAMBLE_SYMBOLS, 0);
        return spare * modulation.symbolNs();
    }

    void overlaps(Transmission other) {
        rivals.add(other);
    }

    CellNode sender() {
        return sender;
    }

    Bytes frame() {
        return frame;
    }

    long startNs() {
        return startNs;
    }

    long endNs() {
        return endNs;
    }

    /// Frames that were on the air when this one could not bear it.
    List<Transmission> harmful() {
        return rivals.stream().filter(rival -> rival.endNs > criticalNs).toList();
    }
}
