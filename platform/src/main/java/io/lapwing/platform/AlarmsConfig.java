package io.lapwing.platform;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// How devices' alarms come in beside the door to networks, which takes them always: the table `[alarms]`.
///
/// @param listen an address of this machine and a port, 0 for a free one, at which alarms are taken as datagrams; none by
///     default
record AlarmsConfig(Optional<InetSocketAddress> listen) {
    static AlarmsConfig defaults() {
        return new AlarmsConfig(Optional.empty());
    }

    /// On a free port of the loopback interface.
    static AlarmsConfig onLoopback() {
        return new AlarmsConfig(
                Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }
}
