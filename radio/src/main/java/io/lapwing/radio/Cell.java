package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Many nodes that share one channel, in virtual time: the same seed and calls give the same run.
///
/// A frame reaches a node unless noise or interference loses it there, the node transmits itself, or it belongs to the
/// settings' share of loss. Nodes with nothing on their way hear only frames for them or for all, so that a cell of ten
/// thousand nodes costs what its traffic costs.
public final class Cell {
    /// A frame is noticed so far below the limit at which it can be read: the preamble and the header bear more.
    private static final double NOTICED_BELOW_DB = 2.5;

    private record Event(long atNs, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final CellSettings settings;
    private final PacketError packetError;
    private final FragmentSizer sizer;
    private final RandomGenerator random;
    private final double noiseDbm;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<NodeAddress, CellNode> nodes = new LinkedHashMap<>();
    private final Set<CellNode> busy = new LinkedHashSet<>();
    private final List<Transmission> onAir = new ArrayList<>();
    private @Nullable CellWatcher watcher;
    private long nowNs;
    private long order;

    public Cell(CellSettings settings, PacketError packetError, RandomGenerator random) {
        this.settings = settings;
        this.packetError = packetError;
        this.random = random;
        sizer = new FragmentSizer(packetError);
        noiseDbm = Noise.floorDbm(settings.link().modulation().bandwidth());
    }

    /// Puts a node into the cell.
    ///
    /// @throws Fault `CONFLICT` when its address is taken
    public CellNode add(NodeAddress address, Position position, LinkListener listener) {
        CellNode node = new CellNode(this, address, position, listener);
        if (nodes.putIfAbsent(address, node) != null) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "node %s is in the cell already".formatted(address));
        }
        return node;
    }

    /// Lets someone see every frame from now on.
    public void watch(CellWatcher by) {
        watcher = by;
    }

    /// Nanoseconds since the cell began.
    public long nowNs() {
        return nowNs;
    }

    public CellSettings settings() {
        return settings;
    }

    public Collection<CellNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /// Lets something happen so much later: a message, or the end of a computation.
    public void after(Duration delay, Runnable action) {
        at(nowNs + delay.toNanos(), action);
    }

    void at(long atNs, Runnable action) {
        events.add(new Event(Math.max(atNs, nowNs), order, action));
        order++;
    }

    /// Lets the next thing happen.
    ///
    /// @return whether there was one
    public boolean step() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        nowNs = event.atNs();
        event.action().run();
        return true;
    }

    /// Lets everything happen until then.
    public void run(Duration until) {
        long untilNs = until.toNanos();
        while (!events.isEmpty() && events.element().atNs() <= untilNs) {
            step();
        }
        nowNs = Math.max(nowNs, untilNs);
    }

    /// Lets everything happen until nothing is left to happen.
    public void run() {
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    FragmentSizer sizer() {
        return sizer;
    }

    RandomGenerator random() {
        return random;
    }

    /// Notes whether the node has something on its way.
    void noteBusy(CellNode node) {
        if (node.isIdle()) {
            busy.remove(node);
        } else if (busy.add(node)) {
            tellOnAir(node);
        }
    }

    /// A node that was idle listens before it talks.
    void tellOnAir(CellNode node) {
        for (Transmission transmission : onAir) {
            if (nowNs - transmission.startNs() >= modulation().detectionNs()
                    && isNoticed(transmission, node)) {
                node.sensed(transmission.endNs());
            }
        }
    }

    Transmission transmit(CellNode sender, Bytes frame) {
        Transmission transmission = new Transmission(sender, frame, nowNs, modulation());
        for (Transmission other : onAir) {
            other.overlaps(transmission);
            transmission.overlaps(other);
        }
        onAir.add(transmission);
        if (watcher != null) {
            watcher.began(LinkFrame.parse(frame), frame.length(), nowNs, transmission.endNs());
        }
        at(nowNs + modulation().detectionNs(), () -> notice(transmission));
        at(transmission.endNs(), () -> end(transmission));
        return transmission;
    }

    private void notice(Transmission transmission) {
        for (CellNode node : List.copyOf(busy)) {
            if (isNoticed(transmission, node)) {
                node.sensed(transmission.endNs());
            }
        }
    }

    private boolean isNoticed(Transmission transmission, CellNode node) {
        return node != transmission.sender()
                && !node.isTransmitting()
                && snrDb(transmission.sender(), node)
                        >= modulation().spreadingFactor().limitSnrDb() - NOTICED_BELOW_DB;
    }

    private void end(Transmission transmission) {
        onAir.remove(transmission);
        List<CellNode> listeners = listeners(transmission);
        transmission.sender().transmitted();
        Set<NodeAddress> reached = new LinkedHashSet<>();
        for (CellNode node : listeners) {
            if (arrives(transmission, node)) {
                reached.add(node.address());
                node.received(transmission.frame(), snrDb(transmission.sender(), node));
            }
        }
        if (watcher != null) {
            watcher.ended(LinkFrame.parse(transmission.frame()), reached);
        }
    }

    private List<CellNode> listeners(Transmission transmission) {
        NodeAddress to = LinkFrame.parse(transmission.frame()).to();
        Set<CellNode> listeners = new LinkedHashSet<>();
        CellNode receiver = nodes.get(to);
        if (to.isEveryone()) {
            listeners.addAll(nodes.values());
        } else if (receiver != null) {
            listeners.add(receiver);
        }
        listeners.addAll(busy);
        listeners.remove(transmission.sender());
        return List.copyOf(listeners);
    }

    private boolean arrives(Transmission transmission, CellNode node) {
        double snrDb = snrDb(transmission.sender(), node);
        int bytes = transmission.frame().length();
        return !node.transmittedSince(transmission.startNs() + Transmission.spareNs(modulation()))
                && random.nextDouble() >= settings.lossShare()
                && random.nextDouble() >= packetError.frameError(modulation(), snrDb, bytes)
                && transmission.harmful().stream().allMatch(rival -> bears(snrDb, rival, node));
    }

    private boolean bears(double snrDb, Transmission rival, CellNode node) {
        SpreadingFactor factor = modulation().spreadingFactor();
        double leastDb = settings.interference().leastDb(factor, factor);
        return rival.sender() != node && snrDb - snrDb(rival.sender(), node) >= leastDb;
    }

    private double snrDb(CellNode from, CellNode to) {
        double distanceM = from.position().distanceM(to.position());
        return settings.powerDbm() - settings.pathLoss().lossDb(distanceM) - noiseDbm;
    }

    private Modulation modulation() {
        return settings.link().modulation();
    }
}
