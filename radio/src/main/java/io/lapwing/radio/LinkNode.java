package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import org.jspecify.annotations.Nullable;

/// One node: its link on its medium, within its duty cycle. Whoever drives the medium calls it from one thread at a time.
public final class LinkNode {
    private final Link link;
    private final LinkSettings settings;
    private final Medium medium;
    private final DutyCycle dutyCycle;
    private final LinkListener listener;
    private @Nullable Bytes held;
    private boolean stepping;

    /// @throws Fault `EXHAUSTED` when the duty cycle never allows the settings' longest frame
    public LinkNode(
            Link link,
            LinkSettings settings,
            Medium medium,
            DutyCycle dutyCycle,
            LinkListener listener) {
        this.link = link;
        this.settings = settings;
        this.medium = medium;
        this.dutyCycle = dutyCycle;
        this.listener = listener;
        dutyCycle.earliestNs(0, airTimeNs(settings.maxFrameBytes()));
    }

    public NodeAddress address() {
        return link.address();
    }

    /// Queues a message for one other node. What waits for the same node travels together where it fits.
    ///
    /// @throws Fault `BAD_INPUT` when it is longer than [LinkSettings#maxMessageBytes()]; `EXHAUSTED` when too many wait
    public MessageId send(NodeAddress to, Bytes message, long nowNs) {
        MessageId id = link.send(to, message);
        step(nowNs);
        return id;
    }

    /// Queues a message for all nodes. Nobody acknowledges it.
    ///
    /// @param parity so many fragments may be lost: frames beyond those the message needs, 0 to 16
    public void broadcast(Bytes message, int parity, long nowNs) {
        link.broadcast(message, parity);
        step(nowNs);
    }

    /// A frame arrived.
    ///
    /// @param snrDb its signal-to-noise ratio
    public void received(Bytes frame, double snrDb, long nowNs) {
        link.received(frame, snrDb, nowNs);
        step(nowNs);
    }

    /// Someone's frame is arriving, and will end then.
    public void sensed(long nowNs, long untilNs) {
        link.sensed(nowNs, untilNs);
        step(nowNs);
    }

    /// The frame handed to the medium is off the air.
    public void transmitted(long nowNs) {
        link.transmitted(nowNs);
        step(nowNs);
    }

    /// It is as late as was asked for.
    public void woken(long nowNs) {
        step(nowNs);
    }

    /// Whether it neither sends nor waits for anything: no frame for others concerns it.
    public boolean isIdle() {
        return held == null && link.isIdle();
    }

    /// A listener that sends is within a step already: what it sent goes out after all it was told of was told, so that several
    /// messages can travel together.
    private void step(long nowNs) {
        if (stepping) {
            return;
        }
        stepping = true;
        try {
            Bytes waiting = held;
            if (waiting != null) {
                transmitWhenAllowed(waiting, nowNs);
            }
            boolean told;
            do {
                tellEvents(nowNs);
                link.frame(nowNs).ifPresent(frame -> transmitWhenAllowed(frame, nowNs));
                told = tellEvents(nowNs);
            } while (told);
            if (held == null) {
                medium.wakeAt(link.wakeNs(nowNs));
            }
        } finally {
            stepping = false;
        }
    }

    private boolean tellEvents(long nowNs) {
        boolean told = false;
        for (LinkEvent event = link.event(); event != null; event = link.event()) {
            listener.happened(this, event, nowNs);
            told = true;
        }
        return told;
    }

    private void transmitWhenAllowed(Bytes frame, long nowNs) {
        long airTimeNs = airTimeNs(frame.length());
        long earliestNs = dutyCycle.earliestNs(nowNs, airTimeNs);
        if (earliestNs > nowNs) {
            held = frame;
            medium.wakeAt(earliestNs);
            return;
        }
        held = null;
        dutyCycle.sent(nowNs, airTimeNs);
        medium.transmit(frame);
    }

    private long airTimeNs(int bytes) {
        return settings.modulation().airTimeNs(bytes);
    }
}
