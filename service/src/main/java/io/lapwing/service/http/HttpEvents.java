package io.lapwing.service.http;

import java.time.Duration;

/// What a server tells those who count and audit. Called on the connection's thread: be quick, throw nothing.
public interface HttpEvents {
    /// Tells nobody.
    HttpEvents NONE = new HttpEvents() {};

    /// A handshake failed: no certificate, one of another authority, one that has ended, no common protocol.
    ///
    /// @param remote the peer's address and port
    /// @param why in words, without anything secret
    default void handshakeRefused(String remote, String why) {}

    /// A request was answered.
    ///
    /// @param route the route's path, with its names in braces, or `none`
    default void answered(String route, String method, int status, Duration took) {}
}
