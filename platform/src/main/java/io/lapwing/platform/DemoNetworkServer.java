package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.ApplicationSession;
import io.lapwing.device.DeviceIdentity;
import io.lapwing.device.NetworkSession;
import io.lapwing.device.Outgoing;
import io.lapwing.device.Reception;
import io.lapwing.device.SoftSessionKeys;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.NetworkKeys;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.RxDelay;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.vault.KeyBinding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A service provider's network server: it takes frames from gateways, asks the Join Server for sessions, and passes the
/// application's payloads on without being able to read them.
final class DemoNetworkServer implements AutoCloseable {
    static final String NAME = "meadow-net";

    /// A NetID for experiments (LoRa Alliance NetID allocation: 000000 and 000001 are nobody's).
    static final NetId NET_ID = new NetId(1);

    /// How its gateways hear: data rate 5, channel 2.
    static final Transmission TRANSMISSION = new Transmission(5, 2);

    private static final RxDelay ONE_SECOND = new RxDelay(1);

    /// The DevAddrs of this NetID begin with 0 and its lowest six bits (TS002-1.1 §7, type 0).
    private static final long FIRST_DEV_ADDR = 0x02000000L;

    private final Aes aes;
    private final DemoKek kek;
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong addresses = new AtomicLong(FIRST_DEV_ADDR);
    private final AtomicLong granted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Map<Eui64, Served> sessions = new ConcurrentHashMap<>();
    private final List<Secret> seen = new ArrayList<>();
    private BackendClient joinServer;

    /// @param joinServer shows this server's certificate
    DemoNetworkServer(Aes aes, BackendClient joinServer) {
        this(aes, joinServer, new DemoKek(KeyBinding.Role.NETWORK_SERVER, NAME, aes));
    }

    /// @param kek taken over
    DemoNetworkServer(Aes aes, BackendClient joinServer, DemoKek kek) {
        this.aes = aes;
        this.joinServer = joinServer;
        this.kek = kek;
    }

    /// A session it serves.
    ///
    /// @param keys all that it was given
    private record Served(
            DevAddr devAddr,
            SessionGrant grant,
            Map<SessionKeyType, Secret> keys,
            NetworkSession session) {}

    /// An application's payload on its way to the application server, still encrypted.
    ///
    /// @param appSKey the envelope from the join answer, if there was one
    record Delivery(
            DeviceIdentity device,
            DevAddr devAddr,
            FCnt fCnt,
            FPort port,
            Bytes payload,
            SessionKeyId sessionKeyId,
            Optional<KeyEnvelope> appSKey) {}

    DemoKek kek() {
        return kek;
    }

    /// Goes on with a Join Server that moved.
    void moveTo(BackendClient moved) {
        joinServer = moved;
    }

    /// Asks for a session after a join-request.
    Answer join(DeviceIdentity device, PhyPayload frame) {
        return ask(new JoinReq(header(device.joinEui()), device.devEui(), terms(device, frame)));
    }

    /// Asks for a session after a rejoin-request.
    Answer rejoin(DeviceIdentity device, PhyPayload frame) {
        return ask(new RejoinReq(header(device.joinEui()), device.devEui(), terms(device, frame)));
    }

    /// Asks anything.
    Answer ask(Request request) {
        Answer answer = joinServer.ask(request);
        (answer.result().isSuccess() ? granted : refused).incrementAndGet();
        return answer;
    }

    /// The header of a message to the Join Server of this JoinEUI.
    BackendHeader header(Eui64 joinEui) {
        return header(PartyId.of(NET_ID), joinEui);
    }

    /// The same under another name.
    BackendHeader header(PartyId sender, Eui64 joinEui) {
        return BackendHeader.of(
                BackendVersion.V1_1, sender, PartyId.of(joinEui), transactions.incrementAndGet());
    }

    /// What it gives with a join: a free address, and OptNeg for a device of 1.1.
    JoinTerms terms(DeviceIdentity device, PhyPayload frame) {
        return new JoinTerms(
                device.version(),
                frame,
                new DevAddr(addresses.incrementAndGet()),
                new DlSettings(device.version().hasNwkKey() ? 0x80 : 0x00),
                ONE_SECOND,
                null);
    }

    /// Serves the session that an answer brings.
    ///
    /// @param devAddr which it gave with the request, and the device took
    /// @throws Fault `CONFLICT` when the answer brings none
    void serve(DeviceIdentity device, Answer answer, DevAddr devAddr) {
        SessionGrant grant = grant(answer);
        Map<SessionKeyType, Secret> keys = new EnumMap<>(SessionKeyType.class);
        Keying keying =
                switch (grant.networkKeys()) {
                    case NetworkKeys.As10 as10 -> {
                        keys.put(SessionKeyType.F_NWK_S_INT_KEY, kek.open(as10.nwkSKey()));
                        yield Keying.AS_1_0;
                    }
                    case NetworkKeys.As11 as11 -> {
                        keys.put(SessionKeyType.F_NWK_S_INT_KEY, kek.open(as11.fNwkSIntKey()));
                        keys.put(SessionKeyType.S_NWK_S_INT_KEY, kek.open(as11.sNwkSIntKey()));
                        keys.put(SessionKeyType.NWK_S_ENC_KEY, kek.open(as11.nwkSEncKey()));
                        yield Keying.AS_1_1;
                    }
                };
        seen.addAll(keys.values());
        sessions.put(
                device.devEui(),
                new Served(
                        devAddr,
                        grant,
                        keys,
                        new NetworkSession(devAddr, keying, new SoftSessionKeys(aes, keys))));
    }

    /// What an answer brings.
    ///
    /// @throws Fault `CONFLICT` when the Join Server refused
    static SessionGrant grant(Answer answer) {
        return answer.session()
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.CONFLICT,
                                "the Join Server answers "
                                        + answer.result().code()
                                        + ": "
                                        + answer.result().description()));
    }

    /// Takes an uplink: checks it, and passes the payload on.
    ///
    /// @throws Fault `TAMPERED` when it is not authentic and new
    Delivery uplink(DeviceIdentity device, PhyPayload frame) {
        Served served = served(device);
        return switch (served.session().uplink(frame, TRANSMISSION)) {
            case Reception.Accepted(var fCnt, _, _, _, @Nullable FPort port, var payload) -> {
                if (port == null) {
                    throw Fault.badInput("uplink without a payload: want one");
                }
                yield new Delivery(
                        device,
                        served.devAddr(),
                        fCnt,
                        port,
                        payload,
                        served.grant().sessionKeyId(),
                        Optional.ofNullable(served.grant().appSKey()));
            }
            case Reception.Refused refusal -> throw new Fault(Fault.Kind.TAMPERED, refusal.why());
        };
    }

    /// The counter with which the application server encrypts the next downlink.
    FCnt nextDown(DeviceIdentity device, FPort port) {
        return served(device).session().nextDown(port);
    }

    /// Sends what the application server encrypted.
    PhyPayload downlink(DeviceIdentity device, FPort port, Bytes encrypted) {
        return served(device).session().downlink(Outgoing.data(port, encrypted));
    }

    /// The name of the session that a device has here.
    SessionKeyId sessionKeyId(DeviceIdentity device) {
        return served(device).grant().sessionKeyId();
    }

    /// What a nosy provider reads when it tries every key that it holds on a payload.
    List<Bytes> guesses(Delivery delivery) {
        return served(delivery.device()).keys().values().stream()
                .map(key -> new SoftSessionKeys(aes, Map.of(SessionKeyType.APP_S_KEY, key)))
                .map(keys -> new ApplicationSession(delivery.devAddr(), keys))
                .map(session -> session.open(delivery.fCnt(), delivery.port(), delivery.payload()))
                .toList();
    }

    private Served served(DeviceIdentity device) {
        Served served = sessions.get(device.devEui());
        if (served == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "no session of device " + device.devEui());
        }
        return served;
    }

    /// How many requests were granted, and how many refused.
    long granted() {
        return granted.get();
    }

    long refused() {
        return refused.get();
    }

    /// Every key that it was ever given.
    List<Secret> keysSeen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        seen.forEach(Secret::close);
        kek.close();
    }
}
