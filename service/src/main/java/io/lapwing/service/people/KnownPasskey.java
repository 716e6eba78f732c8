package io.lapwing.service.people;

import java.time.Instant;
import java.util.Optional;

/// A passkey of a user, without anything by which it signs in.
///
/// @param id for lists and for removing it: the beginning of its credential ID's SHA-256, hexadecimal
/// @param since when it was set up; empty of one that an older version knew
public record KnownPasskey(String id, Optional<Instant> since) {}
