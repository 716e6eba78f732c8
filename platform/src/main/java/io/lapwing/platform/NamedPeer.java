package io.lapwing.platform;

import io.lapwing.console.PeerDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Peer;
import io.lapwing.service.PeerIdentity;
import picocli.CommandLine.Parameters;

/// A peer as a command line names it: its role and its name, as its certificate states them.
final class NamedPeer {
    @Parameters(
            index = "0",
            paramLabel = "ROLE",
            description = "network-server or application-server; to revoke, also monitor or admin.")
    private String role = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "As its certificate states it.")
    private String name = "";

    String name() {
        return name;
    }

    /// The role as it was written, which may be none of a peer of the Join Server.
    String word() {
        return role;
    }

    Peer.Role role() {
        return Words.parse("role", role, Peer.Role.class);
    }

    /// The key under which it is entered.
    String certificate() {
        return new PeerIdentity(Words.of(role()), name).toString();
    }

    /// As the desk names it.
    PeerDesk.Name asDesk() {
        return new PeerDesk.Name(Words.of(role()), name);
    }

    void requireEntered(Platform platform) {
        if (platform.kms().peers().find(certificate()).isEmpty()) {
            throw new Fault(Fault.Kind.NOT_FOUND, "no " + this + ": see lapwing admin peer list");
        }
    }

    /// `network-server acme`.
    @Override
    public String toString() {
        return role + " " + name;
    }
}
