package io.lapwing.joinserver;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.AppSKeyAns;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.HomeNsReq;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.lorawan.RxDelay;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.PeerIdentity;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A Join Server with one network server, one application server and what devices a test enters.
final class World {
    static final Eui64 JOIN_EUI = Eui64.parse("70B3D57ED0000000");
    static final Eui64 DEV_EUI = Eui64.parse("70B3D57ED0000101");
    static final NetId NET_ID = NetId.parse("000013");
    static final Eui64 NSID = Eui64.parse("70B3D57ED0000001");
    static final String AS_ID = "meters.example";
    static final String NS_LABEL = "ns:000013";
    static final String AS_LABEL = "as:meters";
    static final Bytes NS_KEK = Bytes.hex("000102030405060708090A0B0C0D0E0F");
    static final Bytes AS_KEK = Bytes.hex("101112131415161718191A1B1C1D1E1F");
    static final Bytes NWK_KEY = Bytes.hex("2B7E151628AED2A6ABF7158809CF4F3C");
    static final Bytes APP_KEY = Bytes.hex("603DEB1015CA71BE2B73AEF0857D7781");
    static final Caller NETWORK_SERVER = caller("network-server", "acme-ns");
    static final Caller APPLICATION_SERVER = caller("application-server", "meters-as");
    static final EuiPrefix ALL = EuiPrefix.parse("0000000000000000/0");

    final MemoryDevices devices = new MemoryDevices();
    final BackendCodec codec = new BackendCodec();
    final Aes aes = Aes.best();
    private final Map<Caller, Peer> peers = new ConcurrentHashMap<>();
    private final JoinServerSettings settings;
    private final JoinServer server;

    World() {
        this(List.of(EuiPrefix.parse("70B3D57ED0000000/40")));
    }

    World(List<EuiPrefix> served) {
        devices.wrappingKey(RootKeyWork.Role.NETWORK_SERVER, NS_LABEL, NS_KEK);
        devices.wrappingKey(RootKeyWork.Role.APPLICATION_SERVER, AS_LABEL, AS_KEK);
        peer(NETWORK_SERVER, networkServer());
        peer(APPLICATION_SERVER, applicationServer());
        settings = new JoinServerSettings(served, Optional.empty());
        server = over(caller -> Optional.ofNullable(peers.get(caller)));
    }

    /// A Join Server over the same devices that asks another directory who calls.
    JoinServer over(PeerDirectory directory) {
        return new JoinServer(
                settings,
                devices,
                directory,
                InstantSource.fixed(Instant.parse("2026-11-21T00:00:00Z")),
                new Random(1), // a test may foresee its SessionKeyIds
                new NoEvents());
    }

    /// Counts nothing.
    static final class NoEvents implements JoinEvents {
        @Override
        public void answered(String messageType, String code, long nanos) {}

        @Override
        public void unreadable(String reason) {}

        @Override
        public void undelivered() {}
    }

    static Caller caller(String role, String name) {
        return new Caller(
                Optional.of(new PeerIdentity(role, name)),
                "1",
                Bytes.concat(Bytes.of(new byte[31]), Bytes.of(name.length())));
    }

    static Peer networkServer() {
        return new Peer(
                "acme-ns",
                true,
                new Peer.Party.NetworkServer(Set.of(NET_ID), Set.of(NSID), Optional.of(NS_LABEL)),
                List.of(ALL));
    }

    static Peer applicationServer() {
        return new Peer(
                "meters-as",
                true,
                new Peer.Party.ApplicationServer(Set.of(AS_ID), Optional.of(AS_LABEL)),
                List.of(ALL));
    }

    void peer(Caller caller, Peer peer) {
        peers.put(caller, peer);
    }

    JoinServer server() {
        return server;
    }

    static JoinDevice.Delivery onRequest() {
        return new JoinDevice.Delivery(
                false, Optional.of(AS_ID), Optional.empty(), Optional.of(AS_LABEL));
    }

    static JoinDevice.Delivery inAnswer() {
        return new JoinDevice.Delivery(
                true, Optional.of(AS_ID), Optional.empty(), Optional.of(AS_LABEL));
    }

    /// A device that may join, with the keys above.
    JoinDevice device(MacVersion version) {
        return enter(DEV_EUI, version, NWK_KEY, APP_KEY, JoinState.NEW);
    }

    JoinDevice enter(
            Eui64 devEui, MacVersion version, Bytes nwkKey, Bytes appKey, JoinState state) {
        RootKeyRef ref = new RootKeyRef(0, 1);
        devices.rootKey(devEui, RootKeyKind.APP_KEY, appKey);
        if (version.hasNwkKey()) {
            devices.rootKey(devEui, RootKeyKind.NWK_KEY, nwkKey);
        }
        JoinDevice device =
                new JoinDevice(
                        devEui,
                        JOIN_EUI,
                        version,
                        Optional.empty(),
                        Optional.empty(),
                        new JoinDevice.Keys(version.hasNwkKey() ? ref : null, ref),
                        onRequest(),
                        state,
                        0L);
        devices.put(device);
        return devices.get(devEui);
    }

    static BackendHeader fromNetworkServer(BackendVersion version) {
        return new BackendHeader(
                version,
                PartyId.of(NET_ID),
                PartyId.of(JOIN_EUI),
                0,
                version == BackendVersion.V1_1 ? NSID : null,
                null,
                null,
                null);
    }

    static JoinTerms terms(MacVersion version, Frame frame) {
        return new JoinTerms(
                version,
                frame.phyPayload(),
                DevAddr.parse("2601147D"),
                DlSettings.parse(version == MacVersion.V1_1 ? "93" : "13"),
                new RxDelay(5),
                null);
    }

    /// The join-request of the device in [#device].
    JoinRequest frame(MacVersion version, int devNonce) {
        Bytes key = version.hasNwkKey() ? NWK_KEY : APP_KEY;
        return JoinRequest.signed(
                JOIN_EUI, DEV_EUI, new DevNonce(devNonce), input -> cmac(key, input));
    }

    JoinReq joinReq(BackendVersion protocol, MacVersion version, int devNonce) {
        return new JoinReq(
                fromNetworkServer(protocol), DEV_EUI, terms(version, frame(version, devNonce)));
    }

    Mic mic(Bytes key, Bytes input) {
        return Mic.ofCmac(cmac(key, input));
    }

    private Bytes cmac(Bytes key, Bytes input) {
        try (Secret secret = Secret.take(key.toArray())) {
            return aes.cmac(secret, input);
        }
    }

    /// The answer to a message of the network server, or of the application server.
    Answer ask(Request request) {
        Caller caller = request instanceof AppSKeyReq ? APPLICATION_SERVER : NETWORK_SERVER;
        return codec.answers().decode(server.answer(caller, codec.encode(request)).body());
    }

    /// The code of the answer to a join with this DevNonce, in a message of 1.1.
    ResultCode join(MacVersion version, int devNonce) {
        return ask(joinReq(BackendVersion.V1_1, version, devNonce)).result().code();
    }

    static SessionGrant grant(Answer answer) {
        return answer.session()
                .orElseThrow(() ->
                        new AssertionError(
                                "no session in " + answer.messageType() + " " + answer.result()));
    }

    Answer rejoin(BackendVersion protocol, Frame frame) {
        return ask(
                new RejoinReq(fromNetworkServer(protocol), DEV_EUI, terms(MacVersion.V1_1, frame)));
    }

    Answer appSKey(String asId, Eui64 devEui, SessionKeyId id) {
        return ask(
                new AppSKeyReq(
                        BackendHeader.of(
                                BackendVersion.V1_0, new PartyId(asId), PartyId.of(JOIN_EUI), 7),
                        devEui,
                        id));
    }

    Answer homeNs(BackendVersion protocol) {
        return ask(new HomeNsReq(fromNetworkServer(protocol), DEV_EUI));
    }

    static KeyEnvelope appSKey(Answer answer) {
        if (answer instanceof AppSKeyAns ans && ans.grant() != null) {
            return ans.grant().appSKey();
        }
        throw new AssertionError("no AppSKey: " + answer.result());
    }

    /// The key in an envelope, opened with the receiver's wrapping key.
    Bytes open(KeyEnvelope envelope, Bytes kek) {
        try (Secret wrapping = Secret.take(kek.toArray());
                Secret key = aes.unwrap(wrapping, envelope.aesKey())) {
            return key.use(segment -> Bytes.of(segment.toArray(ValueLayout.JAVA_BYTE)));
        }
    }

    /// AES(key, block): what a device computes.
    Bytes derive(Bytes key, Bytes block) {
        try (Secret secret = Secret.take(key.toArray())) {
            return aes.encrypt(secret, block);
        }
    }

    AuditEvent lastAudit() {
        List<AuditEvent> all = devices.audit();
        return all.get(all.size() - 1);
    }
}
