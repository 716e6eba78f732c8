package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the platform is doing.
public interface OverviewDesk {
    Overview overview(Principal who);

    /// The whole at one look.
    ///
    /// @param devices how many are in each state, in the order of a device's life; only those of the principal's business; empty
    ///     while many are counted for the first time
    /// @param joins accepted and refused in each of the last 60 minutes, oldest first
    record Overview(
            Map<String, Long> devices,
            List<Minute> joins,
            List<Part> parts,
            List<Alarm> alarms,
            List<Expiring> certificates,
            int waiting) {}

    /// Joins of one minute.
    ///
    /// @param at ISO 8601, its beginning
    record Minute(String at, long accepted, long refused) {}

    /// A part of the platform: `vault`, `store`, `audit`.
    ///
    /// @param problem what is wrong; empty when all is well
    record Part(String name, String detail, Optional<String> problem) {}

    /// What someone should look at.
    ///
    /// @param object a DevEUI or the name of a part
    /// @param link where to look, a path of the console
    record Alarm(String at, String severity, String what, String object, Optional<String> link) {}

    /// A certificate that ends.
    record Expiring(String name, String until, long days) {}
}
