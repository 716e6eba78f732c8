package io.lapwing.vault.tpm;

/// One place in a command's authorization area (Part 2, TPMS_AUTH_COMMAND).
sealed interface Authorization {
    /// The entity's authValue itself, readable for who listens. For empty ones, and where nobody listens.
    record Password(AuthValue auth) implements Authorization {}

    /// A session.
    ///
    /// @param auth of the entity that it authorizes; empty for one that only covers the command
    record Under(Session session, AuthValue auth) implements Authorization {}
}
