package io.lapwing.radio;

import java.util.Set;

/// Sees every frame of a [Cell], also those that nobody receives: for pictures and measurements.
public interface CellWatcher {
    /// A frame is on the air from now on.
    ///
    /// @param octets of the frame
    void began(LinkFrame frame, int octets, long startNs, long endNs);

    /// A frame is off the air, and those it reached were told of it.
    ///
    /// @param reached who could read it, of those it is for and those with something on their way
    void ended(LinkFrame frame, Set<NodeAddress> reached);
}
