package io.lapwing.joinserver;

import java.util.Optional;

/// The peers that the operator entered.
public interface PeerDirectory {
    /// The peer whose certificate this is. Called once a message: it must be quick.
    Optional<Peer> find(Caller caller);
}
