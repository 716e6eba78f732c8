package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/// Whatever is done to the file of a keyed zone, between writes and across restarts, a read gives what was written last or is
/// refused; and where nothing was done to it, a read gives it.
///
/// An input is a list of steps: an octet that says which, and what it needs.
public final class ZoneFuzz {
    private static final int MOST_STEPS = 40;

    private ZoneFuzz() {}

    static List<Bytes> seeds() {
        String write = "000010AA" + "000210BB" + "0005E2CC";
        return Stream.of(
                        write,
                        write + "01001E01",
                        write + "020002",
                        write + "04" + "000011DD" + "0500",
                        write + "060300",
                        write + "060300" + "070600",
                        write + "0800" + "08",
                        write + "09" + "000010EE",
                        write + "0A" + "0302",
                        write + "04" + "0B" + "0500" + "0B",
                        write + "0301" + "000112FF")
                .map(Bytes::hex)
                .toList();
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        ByteBuffer steps = ByteBuffer.wrap(octets);
        try (FuzzedZone zone = new FuzzedZone()) {
            for (int i = 0; i < MOST_STEPS && steps.hasRemaining(); i++) {
                if (!step(zone, next(steps) % 12, steps)) {
                    return;
                }
                zone.requireWhatWasWritten();
            }
        }
    }

    /// @return whether the zone is still there
    private static boolean step(FuzzedZone zone, int kind, ByteBuffer steps) {
        switch (kind) {
            case 0 -> zone.write(next(steps), next(steps), next(steps));
            case 1 -> zone.flip(next(steps), next(steps), next(steps));
            case 2 -> zone.swap(next(steps), next(steps));
            case 3 -> zone.clear(next(steps));
            case 4 -> zone.remember();
            case 5 -> zone.bringBack(next(steps));
            case 6 -> zone.cut(next(steps) << Byte.SIZE | next(steps));
            case 7 -> zone.lengthen(next(steps) << Byte.SIZE | next(steps));
            case 8 -> zone.blank(next(steps));
            case 9 -> zone.copy(next(steps), next(steps));
            case 10 -> zone.erase();
            default -> {
                return zone.restart();
            }
        }
        return true;
    }

    private static int next(ByteBuffer steps) {
        return steps.hasRemaining() ? steps.get() & 0xff : 0;
    }
}
