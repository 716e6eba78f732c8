package io.lapwing.platform;

import io.lapwing.trust.NodeId;
import io.lapwing.trust.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a node is to do once it is a member.
///
/// @param to with whom it shares a session key, and to whom readings go
/// @param service how they come to share it
/// @param sensor the folder of a BME280
/// @param every how often it is read
record NodeWishes(List<NodeId> to, Service service, Optional<Path> sensor, Duration every) {
    NodeWishes {
        to = List.copyOf(to);
    }
}
