package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.kms.Labels;
import io.lapwing.kms.Peer;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.AppSKeyAns;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.RxDelay;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.service.Credentials;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.vault.KeyBinding;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A network server and an application server, each with a certificate of the platform's authority and a wrapping key
/// that it shares with the platform.
final class Players implements AutoCloseable {
    static final Eui64 JOIN_EUI = Eui64.parse("70B3D57ED0000000");
    static final NetId NET_ID = NetId.parse("000013");
    static final String AS_ID = "meters.example";
    static final String NS_LABEL = "ns:000013";
    static final String AS_LABEL = "as:meters";
    static final Bytes NS_KEK = Bytes.hex("000102030405060708090A0B0C0D0E0F");
    static final Bytes AS_KEK = Bytes.hex("101112131415161718191A1B1C1D1E1F");
    static final PeerIdentity NS_IDENTITY = new PeerIdentity("network-server", "acme-ns");
    static final PeerIdentity AS_IDENTITY = new PeerIdentity("application-server", "meters-as");

    private final Credentials networkServer;
    private final Credentials applicationServer;
    private final HttpsClient networkHttp;
    private final HttpsClient applicationHttp;
    private final BackendClient network;
    private final BackendClient application;

    private Players(
            RunningPlatform platform, Credentials networkServer, Credentials applicationServer) {
        this.networkServer = networkServer;
        this.applicationServer = applicationServer;
        networkHttp = platform.client(networkServer);
        applicationHttp = platform.client(applicationServer);
        network = new BackendClient(networkHttp, platform.url());
        application = new BackendClient(applicationHttp, platform.url());
    }

    /// Enters both as peers, with their wrapping keys, and issues their certificates.
    static Players enter(RunningPlatform platform) {
        enter(platform.platform(), platform::sealed);
        return new Players(
                platform,
                platform.platform().pki().issueClient(NS_IDENTITY),
                platform.platform().pki().issueClient(AS_IDENTITY));
    }

    /// Seals a key to the vault's import key.
    interface Sealer {
        String sealed(Bytes key);
    }

    /// Enters both as peers, with their wrapping keys.
    static void enter(Platform platform, Sealer sealer) {
        var receivers = platform.kms().receivers();
        receivers.importSealed(
                RunningPlatform.ANNA,
                KeyBinding.Role.NETWORK_SERVER,
                NS_LABEL,
                sealer.sealed(NS_KEK));
        receivers.importSealed(
                RunningPlatform.ANNA,
                KeyBinding.Role.APPLICATION_SERVER,
                AS_LABEL,
                sealer.sealed(AS_KEK));
        platform.kms().peers().add(RunningPlatform.ANNA, networkServer());
        platform.kms().peers().add(RunningPlatform.ANNA, applicationServer());
    }

    /// The same two at a platform that was started anew.
    Players at(RunningPlatform platform) {
        return new Players(platform, networkServer, applicationServer);
    }

    static Peer networkServer() {
        return peer(NS_IDENTITY, Peer.Role.NETWORK_SERVER, Set.of(NET_ID), Set.of(), NS_LABEL);
    }

    static Peer applicationServer() {
        return peer(AS_IDENTITY, Peer.Role.APPLICATION_SERVER, Set.of(), Set.of(AS_ID), AS_LABEL);
    }

    static Peer peer(
            PeerIdentity identity,
            Peer.Role role,
            Set<NetId> netIds,
            Set<String> asIds,
            String wrappingKey) {
        return new Peer(
                identity.toString(),
                identity.name(),
                true,
                role,
                netIds,
                Set.of(),
                asIds,
                List.of(EuiPrefix.parse("0000000000000000/0")),
                Set.of(),
                Labels.NONE,
                Optional.of(wrappingKey),
                Optional.empty());
    }

    static KeyDelivery delivery(KeyDelivery.AppSKey way) {
        return new KeyDelivery(way, Optional.of(AS_ID), Optional.empty(), Optional.of(AS_LABEL));
    }

    BackendClient network() {
        return network;
    }

    HttpsClient networkHttp() {
        return networkHttp;
    }

    Answer join(TestDevice device, PhyPayload frame) {
        return network.ask(joinReq(BackendVersion.V1_1, device, frame));
    }

    static JoinReq joinReq(BackendVersion version, TestDevice device, PhyPayload frame) {
        return new JoinReq(fromNetworkServer(version), device.devEui(), terms(device, frame));
    }

    Answer rejoin(TestDevice device, PhyPayload frame) {
        return network.ask(
                new RejoinReq(
                        fromNetworkServer(BackendVersion.V1_1),
                        device.devEui(),
                        terms(device, frame)));
    }

    Answer appSKey(Eui64 devEui, SessionKeyId id) {
        return application.ask(appSKeyReq(AS_ID, devEui, id));
    }

    static AppSKeyReq appSKeyReq(String asId, Eui64 devEui, SessionKeyId id) {
        return new AppSKeyReq(
                BackendHeader.of(BackendVersion.V1_1, new PartyId(asId), PartyId.of(JOIN_EUI), 7),
                devEui,
                id);
    }

    static BackendHeader fromNetworkServer(BackendVersion version) {
        return BackendHeader.of(version, PartyId.of(NET_ID), PartyId.of(JOIN_EUI), 42);
    }

    static JoinTerms terms(TestDevice device, PhyPayload frame) {
        return new JoinTerms(
                device.version(),
                frame,
                DevAddr.parse("2601147D"),
                device.settings(),
                new RxDelay(5),
                null);
    }

    static SessionGrant grant(Answer answer) {
        return answer.session()
                .orElseThrow(() ->
                        new AssertionError(
                                "no session in " + answer.messageType() + " " + answer.result()));
    }

    static KeyEnvelope appSKey(Answer answer) {
        if (answer instanceof AppSKeyAns ans && ans.grant() != null) {
            return ans.grant().appSKey();
        }
        throw new AssertionError("no AppSKey: " + answer.result());
    }

    /// The key in an envelope, opened by who has the wrapping key.
    static Bytes open(KeyEnvelope envelope, Bytes kek) {
        try (Secret wrapping = Secret.take(kek.toArray());
                Secret key = Aes.best().unwrap(wrapping, envelope.aesKey())) {
            return key.use(segment -> Bytes.of(segment.toArray(ValueLayout.JAVA_BYTE)));
        }
    }

    @Override
    public void close() {
        networkHttp.close();
        applicationHttp.close();
    }
}
