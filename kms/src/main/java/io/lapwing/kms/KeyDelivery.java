package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import java.util.Optional;

/// How a device's session keys reach their receivers (TS002-1.1.0 §9, §12).
///
/// @param appSKey when the application server gets the AppSKey
/// @param applicationServer the AS-ID of the application server, if one is named
/// @param networkServerKey the label of the wrapping key for the network server; the peer's own when empty
/// @param applicationServerKey the label of the wrapping key for the application server; the AS-ID when empty
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

    /// In the answer, to whom the peers' entries say.
    public static final KeyDelivery DEFAULT =
            new KeyDelivery(
                    AppSKey.IN_ANSWER, Optional.empty(), Optional.empty(), Optional.empty());

    public KeyDelivery {
        applicationServer.ifPresent(id -> Names.check("AS-ID", id));
        networkServerKey.ifPresent(label -> Names.check("wrapping key label", label));
        applicationServerKey.ifPresent(label -> Names.check("wrapping key label", label));
    }

    /// The label under which the application server's wrapping key is found.
    ///
    /// @throws Fault `CONFLICT` when the device names neither a label nor an application server
    public String applicationServerLabel() {
        return applicationServerKey
                .or(() -> applicationServer)
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.CONFLICT,
                                "no application server for this device: set its AS-ID or"
                                        + " the label of a wrapping key"));
    }
}
