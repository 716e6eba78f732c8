package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import java.util.List;

/// What is fuzzed.
///
/// @param name of its folder
/// @param type has the method `fuzzerTestOneInput(byte[])`, which throws at a finding
/// @param longestBytes no longer input is tried
/// @param seeds good inputs to begin with
record FuzzTarget(String name, Class<?> type, int longestBytes, List<Bytes> seeds) {
    static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("frames", FrameFuzz.class, 300, FrameFuzz.seeds()),
                new FuzzTarget("link", LinkFuzz.class, 251, LinkFuzz.seeds()),
                new FuzzTarget("states", StateFuzz.class, 2_000, StateFuzz.seeds()),
                new FuzzTarget("messages", MessageFuzz.class, 4_000, MessageFuzz.seeds()),
                new FuzzTarget("requests", RequestFuzz.class, 2_000, RequestFuzz.seeds()),
                new FuzzTarget("forms", FormFuzz.class, 2_000, FormFuzz.seeds()),
                new FuzzTarget("cursors", CursorFuzz.class, 200, CursorFuzz.seeds()),
                new FuzzTarget("callers", CallerFuzz.class, 500, CallerFuzz.seeds()),
                new FuzzTarget("passkeys", PasskeyFuzz.class, 2_000, PasskeyFuzz.seeds()),
                new FuzzTarget("trust", TrustFuzz.class, 600, TrustFuzz.seeds()),
                new FuzzTarget("cbor", CborFuzz.class, 300, CborFuzz.seeds()),
                new FuzzTarget("signatures", CoseFuzz.class, 700, CoseFuzz.seeds()),
                new FuzzTarget("manifests", ManifestFuzz.class, 1_000, ManifestFuzz.seeds()),
                new FuzzTarget("cards", CardFuzz.class, 600, CardFuzz.seeds()),
                new FuzzTarget("replies", CardReplyFuzz.class, 900, CardReplyFuzz.seeds()),
                new FuzzTarget("core", CoreFuzz.class, 1_200, CoreFuzz.seeds()),
                new FuzzTarget("alarms", AlarmFuzz.class, 50, AlarmFuzz.seeds()),
                new FuzzTarget("zones", ZoneFuzz.class, 200, ZoneFuzz.seeds()));
    }
}
