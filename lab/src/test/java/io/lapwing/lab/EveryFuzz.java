package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// All targets in one process, which spares the start of the others: an input's first octet says for which the rest is. For
/// runs of seconds; a long one has a process for each.
public final class EveryFuzz {
    private static final List<Consumer<byte[]>> TARGETS =
            List.of(
                    FrameFuzz::fuzzerTestOneInput,
                    LinkFuzz::fuzzerTestOneInput,
                    StateFuzz::fuzzerTestOneInput,
                    MessageFuzz::fuzzerTestOneInput,
                    RequestFuzz::fuzzerTestOneInput,
                    FormFuzz::fuzzerTestOneInput,
                    CursorFuzz::fuzzerTestOneInput,
                    CallerFuzz::fuzzerTestOneInput,
                    PasskeyFuzz::fuzzerTestOneInput,
                    TrustFuzz::fuzzerTestOneInput,
                    CborFuzz::fuzzerTestOneInput,
                    CoseFuzz::fuzzerTestOneInput,
                    ManifestFuzz::fuzzerTestOneInput,
                    CardFuzz::fuzzerTestOneInput,
                    CardReplyFuzz::fuzzerTestOneInput,
                    CoreFuzz::fuzzerTestOneInput,
                    AlarmFuzz::fuzzerTestOneInput,
                    ZoneFuzz::fuzzerTestOneInput);

    private EveryFuzz() {}

    /// @param all in the order of the targets above
    static FuzzTarget of(List<FuzzTarget> all) {
        if (all.size() != TARGETS.size()) {
            throw new AssertionError(all.size() + " targets: want each of them above");
        }
        List<Bytes> seeds = new ArrayList<>();
        int longestBytes = 0;
        for (int i = 0; i < all.size(); i++) {
            for (Bytes seed : all.get(i).seeds()) {
                seeds.add(Bytes.concat(Bytes.of(i), seed));
            }
            longestBytes = Math.max(longestBytes, all.get(i).longestBytes() + 1);
        }
        return new FuzzTarget("every", EveryFuzz.class, longestBytes, seeds);
    }

    /// For Jazzer: all that the targets stand on is made before the first input, whose time is taken.
    public static void fuzzerInitialize() {
        MessageFuzz.fuzzerInitialize();
        RequestFuzz.fuzzerInitialize();
        CallerFuzz.fuzzerInitialize();
        PasskeyFuzz.fuzzerInitialize();
        CardFuzz.fuzzerInitialize();
        CoreFuzz.fuzzerInitialize();
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        if (octets.length > 0) {
            Bytes rest = Bytes.of(octets).slice(1, octets.length);
            TARGETS.get((octets[0] & 0xff) % TARGETS.size()).accept(rest.toArray());
        }
    }
}
