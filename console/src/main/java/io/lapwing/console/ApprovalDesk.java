package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;

/// Steps that wait for a second person, oldest first. They are decided by [DeviceAction.Approve] and
/// [DeviceAction.Reject].
public interface ApprovalDesk {
    /// Those of the principal's business, at most [Page#MAX_ITEMS].
    List<WaitingStep> waiting(Principal who);

    /// A step that waits.
    ///
    /// @param step its word: `dev-nonce-reset`
    /// @param at ISO 8601
    record WaitingStep(String devEui, String step, String requestedBy, String at, String reason) {}
}
