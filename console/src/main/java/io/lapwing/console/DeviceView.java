package io.lapwing.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A device as people see it. It has no key, not even a wrapped one.
///
/// @param mayJoin whether a join of it is looked at; `barred` says why not
/// @param rootKey slot and version in use, `0.1`
/// @param pending steps that wait for a second person
/// @param module its module identity, 64 hexadecimal digits
/// @param tamper what the last alarm that it raised said
public record DeviceView(
        String devEui,
        String joinEui,
        String macVersion,
        String state,
        boolean mayJoin,
        Optional<String> barred,
        boolean claimRequired,
        Optional<String> owner,
        Optional<String> home,
        Map<String, String> labels,
        Delivery delivery,
        String rootKey,
        List<RootKeyView> rootKeys,
        List<Waiting> pending,
        Nonces nonces,
        int sessions,
        Optional<String> module,
        Optional<Tamper> tamper) {
    /// How session keys reach their receivers.
    public record Delivery(
            String appSKey,
            Optional<String> applicationServer,
            Optional<String> networkServerKey,
            Optional<String> applicationServerKey) {}

    /// A root key, as far as it can be shown.
    ///
    /// @param kind `app-key` or `nwk-key`
    /// @param version slot and version: `0.1`
    /// @param vaultKeyVersion the version of the vault key that wraps it
    /// @param origin where it was made: `generated` in the vault, or `imported`
    /// @param since ISO 8601
    public record RootKeyView(
            String kind,
            String version,
            int vaultKeyVersion,
            String origin,
            boolean exposed,
            String since) {}

    /// A step that waits.
    public record Waiting(String step, String requestedBy, String at, String reason) {}

    /// An alarm that a device raised when somebody was at it.
    ///
    /// @param kind `light`, see [TamperWords]
    /// @param at ISO 8601, when it was taken
    public record Tamper(String kind, long counter, String at) {}

    /// How many are left.
    public record Nonces(int devNonces, int joinNonces, int rejoins, boolean low) {}
}
