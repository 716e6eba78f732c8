package io.lapwing.service.people;

import java.time.Instant;
import java.util.Optional;

/// An invitation's code, and what is kept of it.
record Invite(Optional<String> text, Optional<Means.Invite> stored) {
    static final Invite NONE = new Invite(Optional.empty(), Optional.empty());

    static Invite random(Instant until) {
        String text = Handle.random();
        return new Invite(
                Optional.of(text), Optional.of(new Means.Invite(Handle.hash(text), until)));
    }

    @Override
    public String toString() {
        return "Invite[secret]";
    }
}
