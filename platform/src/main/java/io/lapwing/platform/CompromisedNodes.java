package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.kms.DeviceSearch;
import io.lapwing.kms.Labels;
import io.lapwing.kms.Lifecycle;
import io.lapwing.service.AuditLog;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.TrustedNode;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Revokes a node of the trusted environment as soon as the device that is the same board is compromised, by its own alarm or by a
/// person: all other nodes get a list without it, and its groups new keys. A device names its node in its label `trusted-node`.
///
/// It looks at all nodes there are when it begins and after each such record, and goes on trying while the Central Entity cannot:
/// so a process that ended amid an alarm, or a TPM that was away, leaves no node trusted.
final class CompromisedNodes implements AutoCloseable {
    /// Who does it, in the audit log.
    static final String ACTOR = "system:alarms";

    private static final Set<String> COMPROMISING = Set.of("device.alarm", "device.compromise");
    private static final String REVOKED = "revoked";
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Logger LOG = System.getLogger(CompromisedNodes.class.getName());

    private final CentralHost central;
    private final DeviceSearch devices;
    private final BlockingQueue<Boolean> wanted = new ArrayBlockingQueue<>(1);
    private final AuditLog.Hearing hearing;
    private final Thread thread;
    private volatile boolean closed;

    private CompromisedNodes(CentralHost central, DeviceSearch devices, AuditLog log) {
        this.central = central;
        this.devices = devices;
        hearing =
                log.hearEach((event, _) -> {
                    if (COMPROMISING.contains(event.action())) {
                        look();
                    }
                });
        thread = Thread.ofVirtual().name("compromised-nodes").unstarted(this::run);
    }

    static CompromisedNodes start(CentralHost central, DeviceSearch devices, AuditLog log) {
        CompromisedNodes nodes = new CompromisedNodes(central, devices, log);
        nodes.look();
        nodes.thread.start();
        return nodes;
    }

    /// One look that is still to come sees all there is.
    private void look() {
        var _ = wanted.offer(true);
    }

    private void run() {
        try {
            var _ = wanted.take();
            while (!closed) {
                while (!closed && !settled()) {
                    var _ = wanted.poll(PAUSE.toSeconds(), TimeUnit.SECONDS);
                }
                var _ = wanted.take();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean settled() {
        try {
            List<TrustedNode> nodes = central.ask(CentralSpeaker::nodes);
            nodes.stream()
                    .filter(node -> !node.state().equals(REVOKED))
                    .map(TrustedNode::node)
                    .filter(this::isCompromised)
                    .forEach(this::revoke);
            return true;
        } catch (Fault fault) {
            LOG.log(
                    Logger.Level.WARNING,
                    "nodes of compromised devices are not revoked yet: {0}",
                    fault.getMessage());
            return false;
        }
    }

    private boolean isCompromised(NodeId node) {
        DeviceQuery query =
                DeviceQuery.ALL
                        .withState(Lifecycle.COMPROMISED)
                        .withLabels(new Labels(Map.of(Labels.NODE, node.toString())));
        return !devices.page(query, Optional.empty(), 1).devices().isEmpty();
    }

    private void revoke(NodeId node) {
        central.act((entity, now) -> entity.revoke(now, ACTOR, node));
        LOG.log(Logger.Level.INFO, "node {0} is revoked: its device is compromised", node);
    }

    @Override
    public void close() {
        hearing.close();
        closed = true;
        look();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
