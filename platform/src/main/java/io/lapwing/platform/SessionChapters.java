package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.device.DeviceSession;
import io.lapwing.device.EndDevice;
import io.lapwing.device.Reception;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.MacVersion;
import java.util.ArrayList;
import java.util.List;

/// Devices join, speak to their owner, and rejoin.
final class SessionChapters {
    private final Narrator narrator;
    private final DemoCast cast;
    private final List<DemoNetworkServer.Delivery> deliveries = new ArrayList<>();

    SessionChapters(Narrator narrator, DemoCast cast) {
        this.narrator = narrator;
        this.cast = cast;
    }

    void tell() {
        joins();
        data();
        rejoins();
    }

    private void joins() {
        narrator.chapter(
                "The devices join",
                "A join-request reaches the network server, which asks by JoinReq; the join-accept"
                        + " goes back.");
        for (EndDevice device : cast.devices()) {
            String version = device.identity().version().toString();
            narrator.check(
                    "join-" + version,
                    "The %s device joins, and its first frame is authentic".formatted(version),
                    () -> {
                        DeviceSession session = cast.join(device);
                        cast.send(device, "here");
                        return Verdict.of(true, address(session));
                    });
        }
    }

    private static String address(DeviceSession session) {
        return "DevAddr " + session.terms().devAddr();
    }

    private void data() {
        narrator.chapter(
                "What they say is their owner's alone",
                "The network server checks each frame and passes it on; the AppSKey goes to %s."
                        .formatted(DemoCast.OWNER));
        for (EndDevice device : cast.devices()) {
            reading(device, "water 4.2%d m".formatted(deliveries.size()));
        }
        narrator.check(
                "network-opens-no-app-s-key",
                "The network server's wrapping key opens no AppSKey",
                this::networkOpensNone);
        narrator.check(
                "network-reads-nothing",
                "No key that the network server holds reads a payload",
                this::networkReadsNothing);
        narrator.check(
                "owner-answers",
                "The owner's answer reaches the device",
                () -> answer(cast.devices().getLast(), deliveries.getLast(), "gate 3 open"));
    }

    private void reading(EndDevice device, String text) {
        MacVersion version = device.identity().version();
        narrator.check(
                "owner-reads-" + version,
                "The owner reads the %s device with the AppSKey %s"
                        .formatted(
                                version,
                                version == MacVersion.V1_1 ? "it asks for" : "from the answer"),
                () -> {
                    var delivery = cast.send(device, text);
                    deliveries.add(delivery);
                    boolean read = cast.owner().read(delivery).equals(DemoCast.bytes(text));
                    return Verdict.of(read, '"' + text + '"');
                });
    }

    /// Two join answers brought an envelope for the owner, the third none at all.
    private Verdict networkOpensNone() {
        var envelopes = deliveries.stream().flatMap(d -> d.appSKey().stream()).toList();
        boolean opened =
                envelopes.stream()
                        .anyMatch(envelope -> cast.network().kek().tryToOpen(envelope).isPresent());
        return Verdict.of(
                deliveries.size() == 3 && envelopes.size() == 2 && !opened,
                "of 3 answers, 2 carry one");
    }

    private Verdict networkReadsNothing() {
        int tries = 0;
        boolean read = false;
        for (var delivery : deliveries) {
            Bytes clear = cast.owner().read(delivery);
            List<Bytes> guesses = cast.network().guesses(delivery);
            tries += guesses.size();
            read |= delivery.payload().equals(clear) || guesses.contains(clear);
        }
        return Verdict.of(tries >= deliveries.size() && !read, tries + " tries");
    }

    private Verdict answer(EndDevice device, DemoNetworkServer.Delivery before, String text) {
        FCnt fCnt = cast.network().nextDown(device.identity(), DemoCast.PORT);
        Bytes sealed = cast.owner().seal(before, fCnt, DemoCast.PORT, DemoCast.bytes(text));
        var frame = cast.network().downlink(device.identity(), DemoCast.PORT, sealed);
        boolean read =
                device.session().orElseThrow().downlink(frame)
                                instanceof Reception.Accepted accepted
                        && accepted.payload().equals(DemoCast.bytes(text));
        return Verdict.of(read, '"' + text + '"');
    }

    private void rejoins() {
        narrator.chapter(
                "The 1.1 device rejoins",
                "Each time it gets a new session with new keys, and goes on speaking to its owner.");
        rejoin("rejoin-0", JoinType.REJOIN_0, "Type 0: the session and all radio parameters anew");
        rejoin("rejoin-1", JoinType.REJOIN_1, "Type 1: a lost session anew");
        rejoin("rejoin-2", JoinType.REJOIN_2, "Type 2: new session keys, the rest as it was");
    }

    private void rejoin(String name, JoinType type, String claim) {
        EndDevice device = cast.devices().getLast();
        narrator.check(
                name,
                claim,
                () -> {
                    DeviceSession before = device.session().orElseThrow();
                    DeviceSession after = cast.rejoin(device, type);
                    boolean anew = !after.terms().devAddr().equals(before.terms().devAddr());
                    return Verdict.of(anew && cast.delivers(device, "back"), address(after));
                });
    }
}
