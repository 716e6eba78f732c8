package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.joinserver.Caller;
import io.lapwing.joinserver.JoinEvents;
import io.lapwing.joinserver.JoinServer;
import io.lapwing.joinserver.JoinServerSettings;
import io.lapwing.joinserver.Peer;
import io.lapwing.joinserver.PeerDirectory;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.service.PeerIdentity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The peers of a Join Server: one network server, one application server.
final class FewPeers implements PeerDirectory {
    static final Caller NETWORK_SERVER = caller("network-server");
    static final Caller APPLICATION_SERVER = caller("application-server");

    private static final EuiPrefix ALL = EuiPrefix.parse("0000000000000000/0");

    private static final Peer NETWORK =
            new Peer(
                    "acme-ns",
                    true,
                    new Peer.Party.NetworkServer(
                            Set.of(Samples.NET_ID), Set.of(), Optional.of(FewDevices.LABEL)),
                    List.of(ALL));

    private static final Peer APPLICATION =
            new Peer(
                    "acme-as",
                    true,
                    new Peer.Party.ApplicationServer(
                            Set.of(FewDevices.AS_ID), Optional.of(FewDevices.LABEL)),
                    List.of(ALL));

    private static Caller caller(String role) {
        return new Caller(Optional.of(new PeerIdentity(role, "acme")), "1", Bytes.of(new byte[32]));
    }

    /// A Join Server for these peers and the devices; it does the same for the same messages.
    static JoinServer joinServer(FewDevices devices) {
        return new JoinServer(
                new JoinServerSettings(List.of(ALL), Optional.empty()),
                devices,
                new FewPeers(),
                InstantSource.fixed(Instant.EPOCH),
                new Random(1), // a seed replays a finding
                new NoEvents());
    }

    @Override
    public Optional<Peer> find(Caller caller) {
        return Optional.of(caller.equals(APPLICATION_SERVER) ? APPLICATION : NETWORK);
    }

    private static final class NoEvents implements JoinEvents {
        @Override
        public void answered(String messageType, String code, long nanos) {}

        @Override
        public void unreadable(String reason) {}

        @Override
        public void undelivered() {}
    }
}
