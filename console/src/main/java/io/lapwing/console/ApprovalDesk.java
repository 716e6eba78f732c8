package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;

/// What one person asked for and another one decides: steps on devices, exports, renewals of whole sets of keys.
public interface ApprovalDesk {
    /// Those that the principal asked for or may decide, oldest first; at most [Page#MAX_ITEMS].
    List<Waiting> waiting(Principal who);

    /// Allows or refuses.
    ///
    /// @throws io.lapwing.crypto.Fault `FORBIDDEN` for whoever asked, `NOT_FOUND` for one that is not the principal's
    ///     business, `CONFLICT` when it is decided already
    void decide(Principal who, String id, boolean allow);

    /// What waits.
    ///
    /// @param step its word: `dev-nonce-reset`
    /// @param object a DevEUI, or how many devices of what
    /// @param at ISO 8601
    /// @param warning what will happen when it is allowed
    /// @param mayDecide whether the principal may; whoever asked may not
    record Waiting(
            String id,
            String step,
            String object,
            Optional<String> devEui,
            String requestedBy,
            String at,
            String reason,
            Optional<String> warning,
            boolean mayDecide) {}
}
