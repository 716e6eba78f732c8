package io.lapwing.joinserver;

import io.lapwing.joinserver.Refusal.Reason;
import io.lapwing.lorawan.BackendMessage.HomeNsAns;
import io.lapwing.lorawan.BackendMessage.HomeNsReq;
import io.lapwing.lorawan.BackendResult;
import io.lapwing.lorawan.Eui64;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Answers HomeNSReq (TS002-1.1 §12): which network a roaming device comes from. No key is used.
final class HomeNsHandler {
    private final JoinDevices devices;
    private final Gate gate;
    private final Trail trail;

    HomeNsHandler(JoinDevices devices, Gate gate, Trail trail) {
        this.devices = devices;
        this.gate = gate;
        this.trail = trail;
    }

    Outcome handle(Peer peer, HomeNsReq request) {
        Optional<JoinDevice> found = devices.find(request.devEui());
        if (found.isEmpty()) {
            return Outcome.Refused.of(Reason.UNKNOWN_DEVICE, "no device " + request.devEui());
        }
        JoinDevice device = found.get();
        return gate.maySpeakOf(peer, device)
                .<Outcome>map(Outcome.Refused::new)
                .or(() -> device.home().map(home -> tell(peer, request, home)))
                .orElseGet(() ->
                        Outcome.Refused.of(Reason.NO_HOME, "the device has no home network yet"));
    }

    private Outcome tell(Peer peer, HomeNsReq request, JoinDevice.Home home) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("homeNetId", home.netId().toString());
        return new Outcome.Delivered(
                new HomeNsAns(
                        request.header().answer(),
                        BackendResult.SUCCESS,
                        home.netId(),
                        homeNsId(request, home)),
                trail.delivered(peer, request, facts));
    }

    /// HNSID is of version 1.1 only (TS002-1.1 §12).
    private static @Nullable Eui64 homeNsId(HomeNsReq request, JoinDevice.Home home) {
        return switch (request.header().version()) {
            case V1_0 -> null;
            case V1_1 -> home.nsId().orElse(null);
        };
    }
}
