package io.lapwing.platform;

import io.lapwing.service.JsonName;
import java.util.List;
import java.util.Optional;

/// What became of the joins of a [JoinsFile], as `--json` gives it: the names of the fields are part of the command's
/// contract.
///
/// @param granted whether every join was granted, and every device takes its join-accept
record JoinAnswers(boolean granted, Optional<String> source, List<Line> answers) {
    /// One join.
    ///
    /// @param result `ResultCode`, or the HTTP status when there was no answer in the protocol's form
    /// @param accepted whether the device, with the keys in the file, takes the join-accept
    /// @param exposed whether the platform marks the device's root keys as having been outside a vault
    /// @param phyPayload the join-accept as it goes over the air
    record Line(
            @JsonName("devEUI") String devEui,
            String macVersion,
            String result,
            Optional<String> description,
            boolean accepted,
            boolean exposed,
            Optional<String> joinNonce,
            @JsonName("sessionKeyID") Optional<String> sessionKeyId,
            @JsonName("phyPayload") Optional<String> phyPayload,
            List<Key> keys) {}

    /// A session key.
    ///
    /// @param name as TS002 names it: `AppSKey`
    /// @param fingerprint the first 8 octets of SHA-256 over the key
    /// @param key the key itself, when it was asked for
    record Key(String name, String fingerprint, Optional<String> key) {}
}
