package io.lapwing.device;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// Where a door is, and what it bears.
///
/// @param socket its file, which need not exist; the folder must
/// @param users who may come in beside this process's own user, by name or number
/// @param maxCallers connections at a time: one more ends the one that was silent longest
/// @param patience how long a message may take from its first octet to its last
record DoorSettings(Path socket, Set<String> users, int maxCallers, Duration patience) {
    private static final int MAX_CALLERS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    DoorSettings {
        users = Set.copyOf(users);
    }

    static DoorSettings at(Path socket) {
        return new DoorSettings(socket, Set.of(), MAX_CALLERS, PATIENCE);
    }

    DoorSettings open(Set<String> others) {
        return new DoorSettings(socket, others, maxCallers, patience);
    }

    DoorSettings patient(Duration longer) {
        return new DoorSettings(socket, users, maxCallers, longer);
    }
}
