package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/// An air that loses, repeats, delays, reorders and alters frames.
final class HostileAir {
    /// What happens to a frame, each with its own chance.
    record Mischief(double loss, double repeat, double delay, double corrupt) {}

    private static final long LONGEST_DELAY_NS = 3_000_000_000L;

    private record Event(long atNs, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /// One node and what it was told.
    final class Station implements Medium {
        private final List<LinkEvent> events = new ArrayList<>();
        private LinkNode node;
        private long wakeNs = Long.MAX_VALUE;

        Station(int address, LinkListener listener) {
            node = start(address, listener);
        }

        private LinkNode start(int address, LinkListener listener) {
            Link link = new Link(new NodeAddress(address), settings, SIZER, random);
            return new LinkNode(
                    link,
                    settings,
                    this,
                    DutyCycle.unlimited(),
                    (where, event, atNs) -> {
                        events.add(event);
                        listener.happened(where, event, atNs);
                    });
        }

        /// As after a loss of power.
        void restart(LinkListener listener) {
            int address = node.address().value();
            wakeNs = Long.MAX_VALUE;
            node = start(address, listener);
        }

        LinkNode node() {
            return node;
        }

        List<Bytes> received(int from) {
            return events.stream()
                    .filter(LinkEvent.Received.class::isInstance)
                    .map(LinkEvent.Received.class::cast)
                    .filter(one -> one.from().value() == from)
                    .map(LinkEvent.Received::message)
                    .toList();
        }

        long delivered() {
            return events.stream().filter(LinkEvent.Delivered.class::isInstance).count();
        }

        long undelivered() {
            return events.stream().filter(LinkEvent.Undelivered.class::isInstance).count();
        }

        @Override
        public void transmit(Bytes frame) {
            LinkNode sender = node;
            long endNs = nowNs + settings.modulation().airTimeNs(frame.length());
            at(endNs, () -> endOf(sender));
            stations.values().stream()
                    .filter(other -> other != this)
                    .forEach(other -> travel(frame, endNs, other));
        }

        private void endOf(LinkNode sender) {
            if (sender == node) {
                node.transmitted(nowNs);
            }
        }

        @Override
        public void wakeAt(long atNs) {
            wakeNs = atNs;
            if (atNs != Long.MAX_VALUE) {
                at(atNs, () -> wake(atNs));
            }
        }

        private void wake(long atNs) {
            if (wakeNs == atNs) {
                wakeNs = Long.MAX_VALUE;
                node.woken(nowNs);
            }
        }
    }

    private static final FragmentSizer SIZER = new FragmentSizer(new PacketError());

    private final LinkSettings settings;
    private final Mischief mischief;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<Integer, Station> stations = new LinkedHashMap<>();
    private final List<Bytes> heard = new ArrayList<>();
    private long nowNs;
    private long order;

    HostileAir(LinkSettings settings, Mischief mischief, Random random) {
        this.settings = settings;
        this.mischief = mischief;
        this.random = random;
    }

    Station add(int address, LinkListener listener) {
        Station station = new Station(address, listener);
        stations.put(address, station);
        return station;
    }

    long nowNs() {
        return nowNs;
    }

    /// All frames that were on the air.
    List<Bytes> heard() {
        return heard;
    }

    void at(long atNs, Runnable action) {
        events.add(new Event(Math.max(atNs, nowNs), order, action));
        order++;
    }

    /// Until nothing is left to happen, or the bound of things is reached.
    boolean run(int most) {
        for (int i = 0; i < most; i++) {
            Event event = events.poll();
            if (event == null) {
                return true;
            }
            nowNs = event.atNs();
            event.action().run();
        }
        return false;
    }

    private void travel(Bytes frame, long endNs, Station to) {
        heard.add(frame);
        if (settings.carrierSense()) {
            long noticedNs = nowNs + settings.modulation().detectionNs();
            at(noticedNs, () -> to.node().sensed(nowNs, endNs));
        }
        int copies = random.nextDouble() < mischief.repeat() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (random.nextDouble() >= mischief.loss()) {
                boolean late = i > 0 || random.nextDouble() < mischief.delay();
                long delayNs = late ? random.nextLong(LONGEST_DELAY_NS) : 0;
                Bytes arriving = random.nextDouble() < mischief.corrupt() ? noisy(frame) : frame;
                at(endNs + delayNs, () -> to.node().received(arriving, 10, nowNs));
            }
        }
    }

    /// The frame with up to eight bits turned, or cut short.
    private Bytes noisy(Bytes frame) {
        byte[] octets = frame.toArray();
        if (random.nextInt(8) == 0) {
            return frame.slice(0, random.nextInt(frame.length()));
        }
        for (int i = random.nextInt(8); i >= 0; i--) {
            octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Bytes.of(octets);
    }
}
