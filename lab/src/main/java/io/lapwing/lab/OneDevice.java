package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.joinserver.Caller;
import io.lapwing.joinserver.JoinDevice;
import io.lapwing.joinserver.JoinDevices;
import io.lapwing.joinserver.JoinEvents;
import io.lapwing.joinserver.JoinServer;
import io.lapwing.joinserver.JoinServerSettings;
import io.lapwing.joinserver.Peer;
import io.lapwing.joinserver.RootKeyWork;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.PeerIdentity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The devices of a Join Server: one of 1.0.4, that forgets each join at once, and counts the audit records. For one thread.
final class OneDevice implements JoinDevices {
    static final Caller NETWORK_SERVER =
            new Caller(
                    Optional.of(new PeerIdentity("network-server", "acme-ns")),
                    Bytes.of(new byte[32]));

    private static final String LABEL = "acme";
    private static final EuiPrefix ALL = EuiPrefix.parse("0000000000000000/0");

    private final Aes aes = Aes.best();
    private final Secret appKey = fixed(1);
    private final Secret wrapping = fixed(2);
    private long auditRecords;

    private static Secret fixed(int octet) {
        return Secret.take(Bytes.hex("%02x".formatted(octet).repeat(16)).toArray());
    }

    JoinServer joinServer() {
        Peer peer =
                new Peer(
                        "acme-ns",
                        true,
                        new Peer.Party.NetworkServer(
                                Set.of(Samples.NET_ID), Set.of(), Optional.of(LABEL)),
                        List.of(ALL));
        return new JoinServer(
                new JoinServerSettings(List.of(ALL), Optional.empty()),
                this,
                _ -> Optional.of(peer),
                InstantSource.fixed(Instant.EPOCH),
                new Random(1), // a seed replays a finding
                new NoEvents());
    }

    /// The device's join-request with a good MIC.
    PhyPayload joinRequest(int devNonce) {
        return Samples.joinRequest(devNonce, input -> aes.cmac(appKey, input));
    }

    long auditRecords() {
        return auditRecords;
    }

    @Override
    public Optional<JoinDevice> find(Eui64 devEui) {
        return devEui.equals(Samples.DEV_EUI) ? Optional.of(device()) : Optional.empty();
    }

    private static JoinDevice device() {
        return new JoinDevice(
                Samples.DEV_EUI,
                Samples.JOIN_EUI,
                MacVersion.V1_0_4,
                Optional.empty(),
                Optional.empty(),
                new JoinDevice.Keys(null, Samples.ROOT_KEY),
                new JoinDevice.Delivery(
                        true, Optional.empty(), Optional.of(LABEL), Optional.of(LABEL)),
                JoinState.NEW,
                0L);
    }

    @Override
    public boolean commit(JoinDevice seen, JoinState next, AuditEvent event) {
        auditRecords++;
        return true;
    }

    @Override
    public void record(AuditEvent event) {
        auditRecords++;
    }

    @Override
    public RootKeyWork open(JoinDevice device) {
        return new Work();
    }

    private static final class NoEvents implements JoinEvents {
        @Override
        public void answered(String messageType, String code, long nanos) {}

        @Override
        public void unreadable(String reason) {}

        @Override
        public void undelivered() {}
    }

    private final class Work implements RootKeyWork, RootKeyWork.Key {
        @Override
        public Key key(RootKeyKind kind, RootKeyRef ref) {
            return this;
        }

        @Override
        public Bytes cmac(Bytes message) {
            return aes.cmac(appKey, message);
        }

        @Override
        public Bytes decrypt(Bytes blocks) {
            return aes.decrypt(appKey, blocks);
        }

        @Override
        public Key derive(Bytes block) {
            throw new Fault(Fault.Kind.NOT_FOUND, "a 1.0.4 device has no keys of a Join Server");
        }

        @Override
        public Bytes deriveFor(Bytes block, Receiver receiver) {
            try (Secret made = aes.derive(appKey, block)) {
                return aes.wrap(wrapping, made);
            }
        }

        @Override
        public void close() {
            // Both keys stay for the next message.
        }
    }
}
