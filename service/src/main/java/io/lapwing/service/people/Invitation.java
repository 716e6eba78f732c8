package io.lapwing.service.people;

import java.time.Instant;
import java.util.Optional;

/// Somebody just made or set back. A user gets a code with which he sets his password and then a second factor.
///
/// @param code shown this once; empty for services and machines
public record Invitation(Person person, Optional<String> code, Optional<Instant> until) {
    @Override
    public String toString() {
        return "Invitation[" + person.id() + ", code=[secret]]";
    }
}
