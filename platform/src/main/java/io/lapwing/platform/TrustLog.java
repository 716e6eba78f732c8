package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.CellWatcher;
import io.lapwing.radio.Currents;
import io.lapwing.radio.LinkFrame;
import io.lapwing.radio.MessageId;
import io.lapwing.radio.NodeAddress;
import io.lapwing.trust.Spoken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Writes down what travels in a cell and what its parties compute, one procedure at a time.
///
/// A frame belongs to the message whose number it carries; messages that travel together share their frames, which count
/// for the first of them.
final class TrustLog implements CellWatcher {
    private static final double NS_PER_S = 1e9;

    /// Messages of a join begin with which step they are.
    private static final int LAST_STEP = 4;

    private final Function<NodeAddress, String> names;
    private final Set<NodeAddress> parties;
    private final Currents currents;
    private final List<Flight> flights = new ArrayList<>();
    private final List<Acknowledged> acknowledgements = new ArrayList<>();
    private final List<Worked> work = new ArrayList<>();
    private final Map<Transfer, Flight> started = new HashMap<>();
    private final Map<NodeAddress, Seen> onAir = new HashMap<>();
    private final Map<NodeAddress, Usage> usage = new TreeMap<>();
    private long beginNs;

    /// @param parties who take part, whom a broadcast is for
    TrustLog(Function<NodeAddress, String> names, Set<NodeAddress> parties, Currents currents) {
        this.names = names;
        this.parties = parties;
        this.currents = currents;
    }

    private record Transfer(NodeAddress from, NodeAddress to, int session, int number) {}

    private record Acknowledged(NodeAddress from, NodeAddress to, Seen frame) {}

    private record Worked(NodeAddress party, long startNs, long endNs, long chipNs) {}

    /// A frame.
    private static final class Seen {
        private final long startNs;
        private final long endNs;
        private final int octets;
        private List<String> missed = List.of();

        Seen(long startNs, long endNs, int octets) {
            this.startNs = startNs;
            this.endNs = endNs;
            this.octets = octets;
        }
    }

    /// A message on its way.
    private static final class Flight {
        private final NodeAddress from;
        private final NodeAddress to;
        private final Bytes message;
        private final long sentNs;
        private final List<Seen> frames = new ArrayList<>();
        private final Map<NodeAddress, Long> received = new LinkedHashMap<>();
        private Optional<MessageId> id = Optional.empty();
        private boolean begun;
        private boolean together;

        Flight(NodeAddress from, NodeAddress to, Bytes message, long sentNs) {
            this.from = from;
            this.to = to;
            this.message = message;
            this.sentNs = sentNs;
        }

        boolean goes(NodeAddress sender, NodeAddress receiver) {
            return from.equals(sender) && to.equals(receiver);
        }
    }

    /// What a party did with its radio, and when.
    private static final class Usage {
        private long frames;
        private long octets;
        private long airNs;
        private long firstNs = Long.MAX_VALUE;
        private long lastNs = Long.MIN_VALUE;

        void touch(long startNs, long endNs) {
            firstNs = Math.min(firstNs, startNs);
            lastNs = Math.max(lastNs, endNs);
        }
    }

    /// A procedure begins; what was before is forgotten.
    void begin(long nowNs) {
        flights.clear();
        acknowledgements.clear();
        work.clear();
        started.clear();
        usage.clear();
        beginNs = nowNs;
    }

    /// A message is about to be handed to the link, which may transmit at once.
    void sending(NodeAddress from, NodeAddress to, Bytes message, long nowNs) {
        flights.add(new Flight(from, to, message, nowNs));
    }

    /// What the link calls the message that was handed to it last.
    void sent(MessageId id) {
        flights.getLast().id = Optional.of(id);
    }

    /// A message arrived.
    void received(NodeAddress at, NodeAddress from, Bytes message, boolean broadcast, long nowNs) {
        flights.stream()
                .filter(flight -> flight.from.equals(from) && flight.to.isEveryone() == broadcast)
                .filter(flight -> broadcast || flight.to.equals(at))
                .filter(flight -> flight.message.equals(message))
                .filter(flight -> !flight.received.containsKey(at))
                .findFirst()
                .ifPresent(flight -> {
                    flight.received.put(at, nowNs);
                    flight.together = !flight.begun;
                    flight.begun = true;
                });
    }

    /// A message was given up.
    void undelivered(NodeAddress from, MessageId id) {
        flights.stream()
                .filter(flight -> flight.from.equals(from) && flight.id.equals(Optional.of(id)))
                .forEach(flight -> flight.begun = true);
    }

    /// A party computed.
    void worked(NodeAddress party, long startNs, long endNs, long chipNs) {
        work.add(new Worked(party, startNs, endNs, chipNs));
        usageOf(party).touch(startNs, endNs);
    }

    @Override
    public void began(LinkFrame frame, int octets, long startNs, long endNs) {
        Seen seen = new Seen(startNs, endNs, octets);
        onAir.put(frame.from(), seen);
        Usage own = usageOf(frame.from());
        own.frames++;
        own.octets += octets;
        own.airNs += endNs - startNs;
        own.touch(startNs, endNs);
        if (!frame.to().isEveryone()) {
            usageOf(frame.to()).touch(startNs, endNs);
        }
        switch (frame) {
            case LinkFrame.Data data -> add(data, seen);
            case LinkFrame.Acknowledgement acknowledgement ->
                    acknowledgements.add(
                            new Acknowledged(acknowledgement.from(), acknowledgement.to(), seen));
        }
    }

    private void add(LinkFrame.Data data, Seen seen) {
        var transfer = new Transfer(data.from(), data.to(), data.session(), data.number());
        Flight flight = started.get(transfer);
        if (flight == null) {
            flight =
                    flights.stream()
                            .filter(one -> !one.begun && one.goes(data.from(), data.to()))
                            .findFirst()
                            .orElse(null);
        }
        if (flight != null) {
            flight.begun = true;
            flight.frames.add(seen);
            started.put(transfer, flight);
        }
    }

    private Usage usageOf(NodeAddress party) {
        return usage.computeIfAbsent(party, _ -> new Usage());
    }

    @Override
    public void ended(LinkFrame frame, Set<NodeAddress> reached) {
        Seen seen = onAir.remove(frame.from());
        if (seen == null) {
            return;
        }
        if (!frame.to().isEveryone()) {
            seen.missed =
                    reached.contains(frame.to()) ? List.of() : List.of(names.apply(frame.to()));
            return;
        }
        seen.missed =
                parties.stream()
                        .filter(party -> !party.equals(frame.from()) && !reached.contains(party))
                        .map(names)
                        .toList();
        reached.forEach(party -> usageOf(party).touch(seen.startNs, seen.endNs));
    }

    /// What happened since the procedure began.
    TrustProcedure end(String name) {
        long quietNs = usage.values().stream().mapToLong(one -> one.lastNs).max().orElse(beginNs);
        return new TrustProcedure(
                name,
                seconds(lastNs()),
                seconds(quietNs),
                flights.stream().map(this::message).toList(),
                acknowledgements.stream()
                        .map(one ->
                                new TrustProcedure.Acknowledgement(
                                        names.apply(one.from()),
                                        names.apply(one.to()),
                                        frame(one.frame())))
                        .toList(),
                work.stream()
                        .map(one ->
                                new TrustProcedure.Work(
                                        names.apply(one.party()),
                                        seconds(one.startNs()),
                                        seconds(one.endNs()),
                                        rounded(one.chipNs())))
                        .toList(),
                usage.entrySet().stream().map(one -> share(one.getKey(), one.getValue())).toList());
    }

    private long lastNs() {
        LongStream arrived =
                flights.stream()
                        .flatMap(flight -> flight.received.values().stream())
                        .mapToLong(at -> at);
        LongStream computed = work.stream().mapToLong(Worked::endNs);
        return LongStream.concat(arrived, computed).max().orElse(beginNs);
    }

    private TrustProcedure.Message message(Flight flight) {
        return new TrustProcedure.Message(
                names.apply(flight.from),
                names.apply(flight.to),
                spoken(flight.message),
                flight.message.length(),
                seconds(flight.sentNs),
                flight.received.values().stream().max(Long::compare).map(this::seconds),
                flight.together,
                flight.frames.stream().map(this::frame).toList());
    }

    /// What a message is, and which step of a join; what strangers say may be none.
    private static String spoken(Bytes message) {
        try {
            String name = Spoken.name(message);
            int first = message.at(0);
            return first <= LAST_STEP ? name + " " + first : name;
        } catch (Fault _) {
            return "unreadable";
        }
    }

    private TrustProcedure.Frame frame(Seen seen) {
        return new TrustProcedure.Frame(
                seconds(seen.startNs), seconds(seen.endNs), seen.octets, seen.missed);
    }

    private TrustProcedure.Share share(NodeAddress party, Usage own) {
        List<Worked> mine = work.stream().filter(one -> one.party().equals(party)).toList();
        long busyNs = Math.max(0, own.lastNs - own.firstNs);
        return new TrustProcedure.Share(
                names.apply(party),
                rounded(busyNs),
                rounded(mine.stream().mapToLong(one -> one.endNs() - one.startNs()).sum()),
                rounded(mine.stream().mapToLong(Worked::chipNs).sum()),
                rounded(own.airNs),
                own.frames,
                own.octets,
                Math.round(currents.energyMj(own.airNs, busyNs - own.airNs, 0) * 10) / 10.0);
    }

    private double seconds(long ns) {
        return rounded(ns - beginNs);
    }

    /// To a tenth of a millisecond.
    private static double rounded(long ns) {
        return Math.round(ns / NS_PER_S * 1e4) / 1e4;
    }
}
