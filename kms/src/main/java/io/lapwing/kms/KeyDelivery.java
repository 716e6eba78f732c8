package io.lapwing.kms;

import java.util.Optional;

/// How a device's session keys reach their receivers (TS002-1.1.0 §9, §12).
///
/// @param appSKey when the application server gets the AppSKey
/// @param applicationServer the AS-ID of the application server, if one is named
/// @param networkServerKey the label of the wrapping key for the network server; the peer's own when empty
/// @param applicationServerKey the label of the wrapping key for the application server; see [#applicationServerLabel]
public record KeyDelivery(
        AppSKey appSKey,
        Optional<String> applicationServer,
        Optional<String> networkServerKey,
        Optional<String> applicationServerKey) {
    /// When the AppSKey travels.
    public enum AppSKey {
        /// In the JoinAns, wrapped for the application server.
        IN_ANSWER,
        /// Not in the JoinAns: the application server asks for it by AppSKeyReq with the SessionKeyID.
        ON_REQUEST
    }

    /// Nobody is named: the AppSKey waits until an application server is, and asks for it.
    public static final KeyDelivery DEFAULT =
            new KeyDelivery(
                    AppSKey.ON_REQUEST, Optional.empty(), Optional.empty(), Optional.empty());

    public KeyDelivery {
        applicationServer.ifPresent(id -> Names.check("AS-ID", id));
        networkServerKey.ifPresent(label -> Names.check("wrapping key label", label));
        applicationServerKey.ifPresent(label -> Names.check("wrapping key label", label));
    }

    /// Where nobody says when the AppSKey travels: in the answer, if an application server or its wrapping key is named;
    /// that key missing is an error then, and no join. Otherwise on request.
    public static KeyDelivery to(
            Optional<String> applicationServer,
            Optional<String> networkServerKey,
            Optional<String> applicationServerKey) {
        boolean named = applicationServer.isPresent() || applicationServerKey.isPresent();
        return new KeyDelivery(
                named ? AppSKey.IN_ANSWER : AppSKey.ON_REQUEST,
                applicationServer,
                networkServerKey,
                applicationServerKey);
    }

    /// The same, with the AppSKey travelling so.
    public KeyDelivery travelling(AppSKey way) {
        return new KeyDelivery(way, applicationServer, networkServerKey, applicationServerKey);
    }

    /// The label under which the application server's wrapping key is found: the one named here, else its AS-ID for a key
    /// that travels in an answer to someone else. Who asks for a key brings the label of its own.
    public Optional<String> applicationServerLabel() {
        return switch (appSKey) {
            case IN_ANSWER -> applicationServerKey.or(() -> applicationServer);
            case ON_REQUEST -> applicationServerKey;
        };
    }
}
