package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Peer;
import io.lapwing.service.PeerIdentity;

/// How a peer is named on a command line: its role and its name, as its certificate states them.
final class PeerNames {
    private PeerNames() {}

    static Peer.Role role(String word) {
        for (Peer.Role role : Peer.Role.values()) {
            if (DeviceView.word(role).equals(word)) {
                return role;
            }
        }
        throw Fault.badInput("role " + word + ": want network-server or application-server");
    }

    /// The key under which it is entered.
    static String certificate(String role, String name) {
        return new PeerIdentity(DeviceView.word(role(role)), name).toString();
    }

    static Peer require(Platform platform, String role, String name) {
        return platform.kms()
                .peers()
                .find(certificate(role, name))
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.NOT_FOUND,
                                "no " + role + " " + name + ": see lapwing admin peer list"));
    }
}
