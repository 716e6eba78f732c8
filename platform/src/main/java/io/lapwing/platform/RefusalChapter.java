package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.device.DeviceIdentity;
import io.lapwing.device.EndDevice;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.kms.Devices;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.HomeNsReq;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.service.Credentials;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.Pki;
import io.lapwing.service.http.HttpsClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whoever tries what is not his is refused, and in the protocol's own words.
record RefusalChapter(Narrator narrator, DemoCast cast) {
    private static final NetId FOREIGN_NET = new NetId(0x13);
    private static final Eui64 FOREIGN_JOIN_EUI = Eui64.parse("00005EEF100000F1");

    void tell() {
        narrator.chapter(
                "Whoever tries what is not theirs",
                "Frames again, forged or twice at once; certificates and names that belong to others.");
        frames();
        names();
        suspended();
    }

    private void frames() {
        EndDevice device = cast.devices().getFirst();
        DeviceIdentity identity = device.identity();
        PhyPayload frame = device.joinRequest();
        narrator.check(
                "race",
                "One join-request through two gateways at once: one session",
                () -> race(device, frame));
        refused(
                "replay",
                "The same join-request once more",
                ResultCode.FRAME_REPLAYED,
                () -> cast.network().join(identity, frame));
        PhyPayload genuine = device.joinRequest();
        refused(
                "forged-mic",
                "A join-request with one bit of its MIC changed",
                ResultCode.MIC_FAILED,
                () -> cast.network().join(identity, forged(genuine)));
        narrator.check(
                "forgery-costs-nothing",
                "The genuine one is still good: a forgery uses up no nonce",
                () -> {
                    cast.finish(device, cast.network().join(identity, genuine));
                    return Verdict.of(cast.delivers(device, "still here"), "joined");
                });
    }

    private Verdict race(EndDevice device, PhyPayload frame) {
        CyclicBarrier start = new CyclicBarrier(2);
        Supplier<Answer> gateway =
                () -> {
                    await(start);
                    return cast.network().join(device.identity(), frame);
                };
        List<CompletableFuture<Answer>> asked =
                Stream.of(gateway, gateway)
                        .map(one -> CompletableFuture.supplyAsync(one, Thread::startVirtualThread))
                        .toList();
        List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();
        List<Answer> accepted = answers.stream().filter(a -> a.result().isSuccess()).toList();
        if (accepted.size() == 1) {
            cast.finish(device, accepted.getFirst());
        }
        return Verdict.of(
                accepted.size() == 1 && cast.delivers(device, "once"),
                accepted.size() + " of " + answers.size() + " accepted");
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted before the race", e);
        }
    }

    private static PhyPayload forged(PhyPayload frame) {
        byte[] octets = frame.octets().toArray();
        octets[octets.length - 1] ^= 1;
        return new PhyPayload(Bytes.of(octets));
    }

    private void names() {
        DeviceIdentity device = cast.devices().getLast().identity();
        DemoNetworkServer network = cast.network();
        PhyPayload frame = cast.devices().getLast().joinRequest();
        narrator.check(
                "wrong-certificate",
                "A network server's name in a certificate of another authority",
                () -> wrongCertificate(device, frame));
        refused(
                "application-server-joins",
                "An application server that asks for a join",
                ResultCode.UNKNOWN_SENDER,
                () ->
                        cast.owner()
                                .ask(
                                        new JoinReq(
                                                network.header(device.joinEui()),
                                                device.devEui(),
                                                network.terms(device, frame))));
        refused(
                "nosy-network",
                "The network server that asks for the AppSKey in the owner's name",
                ResultCode.UNKNOWN_SENDER,
                () -> network.ask(nosy(device)));
        refused(
                "other-owner",
                "Another owner's application server that asks for the AppSKey",
                ResultCode.UNKNOWN_DEV_EUI,
                () -> cast.neighbour().ask(cast.neighbour().appSKeyReq(device, session(device))));
        refused(
                "foreign-net-id",
                "The network server that joins in another network's name",
                ResultCode.UNKNOWN_SENDER,
                () ->
                        network.ask(
                                new JoinReq(
                                        network.header(PartyId.of(FOREIGN_NET), device.joinEui()),
                                        device.devEui(),
                                        network.terms(device, frame))));
        refused(
                "foreign-join-eui",
                "The network server that asks for devices of others",
                ResultCode.ACTIVATION_DISALLOWED,
                () ->
                        network.ask(
                                new HomeNsReq(network.header(FOREIGN_JOIN_EUI), device.devEui())));
    }

    private Request nosy(DeviceIdentity device) {
        return new AppSKeyReq(
                cast.network().header(new PartyId(DemoCast.OWNER), device.joinEui()),
                device.devEui(),
                session(device));
    }

    private SessionKeyId session(DeviceIdentity device) {
        return cast.network().sessionKeyId(device);
    }

    /// Refused in the handshake: no message is read, so there is no answer in the protocol's words. In TLS 1.3 the client
    /// has done with the handshake before the server judges its certificate (RFC 8446 §2), so that it may hear the alert
    /// or, when its request crosses it, only the connection's end.
    private Verdict wrongCertificate(DeviceIdentity device, PhyPayload frame) {
        Pki other =
                Pki.openOrCreate(
                        cast.site().folder().resolve("other"),
                        "Somebody else",
                        InstantSource.system());
        Credentials credentials =
                other.issueClient(new PeerIdentity("network-server", DemoNetworkServer.NAME));
        try (HttpsClient http = cast.site().client(credentials)) {
            new BackendClient(http, cast.site().uri())
                    .ask(
                            new JoinReq(
                                    cast.network().header(device.joinEui()),
                                    device.devEui(),
                                    cast.network().terms(device, frame)));
            return Verdict.of(false, "answered");
        } catch (Fault fault) {
            return Verdict.of(isHungUp(fault.getCause()), "TLS handshake refused");
        }
    }

    private static boolean isHungUp(@Nullable Throwable cause) {
        return cause instanceof IOException
                && !(cause instanceof ConnectException || cause instanceof HttpTimeoutException);
    }

    private void suspended() {
        EndDevice device = cast.devices().get(1);
        DeviceIdentity identity = device.identity();
        Devices devices = cast.platform().kms().devices();
        refused(
                "suspended",
                "A suspended device",
                ResultCode.ACTIVATION_DISALLOWED,
                () -> {
                    devices.suspend(DemoCast.OPERATOR, identity.devEui(), "a chapter of the demo");
                    return cast.network().join(identity, device.joinRequest());
                });
        narrator.check(
                "resumed",
                "Resumed, it joins again",
                () -> {
                    devices.resume(DemoCast.OPERATOR, identity.devEui());
                    cast.join(device);
                    return Verdict.of(cast.delivers(device, "back"), "joined");
                });
    }

    private void refused(String name, String claim, ResultCode wanted, Supplier<Answer> attempt) {
        narrator.check(
                name,
                claim,
                () -> {
                    ResultCode code = attempt.get().result().code();
                    return Verdict.of(code == wanted, code.toString());
                });
    }
}
