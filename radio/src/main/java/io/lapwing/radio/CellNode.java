package io.lapwing.radio;

import io.lapwing.crypto.Bytes;

/// One node of a [Cell].
public final class CellNode implements Medium {
    private final Cell cell;
    private final Position position;
    private final LinkNode node;
    private RadioUsage usage = RadioUsage.NONE;
    private boolean transmitting;
    private long lastTransmissionEndNs = Long.MIN_VALUE;
    private long wakeNs = Long.MAX_VALUE;
    private long busySinceNs = -1;

    CellNode(Cell cell, NodeAddress address, Position position, LinkListener listener) {
        this.cell = cell;
        this.position = position;
        CellSettings settings = cell.settings();
        LinkSettings link = settings.link();
        node =
                new LinkNode(
                        new Link(address, link, cell.sizer(), cell.random()),
                        link,
                        this,
                        settings.band().map(DutyCycle::of).orElseGet(DutyCycle::unlimited),
                        listener);
    }

    public NodeAddress address() {
        return node.address();
    }

    public Position position() {
        return position;
    }

    /// Queues a message now.
    public MessageId send(NodeAddress to, Bytes message) {
        listenFirst();
        MessageId id = node.send(to, message, cell.nowNs());
        noteBusy();
        return id;
    }

    /// Queues a message for all now.
    public void broadcast(Bytes message, int parity) {
        listenFirst();
        node.broadcast(message, parity, cell.nowNs());
        noteBusy();
    }

    /// What its radio did until now.
    public RadioUsage usage() {
        return busySinceNs < 0 ? usage : usage.busy(cell.nowNs() - busySinceNs);
    }

    private void listenFirst() {
        if (isIdle()) {
            cell.tellOnAir(this);
        }
    }

    @Override
    public void transmit(Bytes frame) {
        transmitting = true;
        Transmission transmission = cell.transmit(this, frame);
        lastTransmissionEndNs = transmission.endNs();
        usage = usage.transmitted(frame.length(), transmission.endNs() - cell.nowNs());
    }

    @Override
    public void wakeAt(long atNs) {
        if (atNs == wakeNs) {
            return;
        }
        wakeNs = atNs;
        if (atNs != Long.MAX_VALUE) {
            cell.at(atNs, () -> wake(atNs));
        }
    }

    private void wake(long atNs) {
        if (wakeNs == atNs) {
            wakeNs = Long.MAX_VALUE;
            node.woken(cell.nowNs());
            noteBusy();
        }
    }

    void transmitted() {
        transmitting = false;
        node.transmitted(cell.nowNs());
        noteBusy();
    }

    void received(Bytes frame, double snrDb) {
        node.received(frame, snrDb, cell.nowNs());
        noteBusy();
    }

    void sensed(long untilNs) {
        node.sensed(cell.nowNs(), untilNs);
    }

    boolean isIdle() {
        return node.isIdle();
    }

    boolean isTransmitting() {
        return transmitting;
    }

    /// Whether it was deaf at that time or later.
    boolean transmittedSince(long sinceNs) {
        return transmitting || lastTransmissionEndNs > sinceNs;
    }

    private void noteBusy() {
        boolean idle = isIdle();
        if (idle && busySinceNs >= 0) {
            usage = usage.busy(cell.nowNs() - busySinceNs);
            busySinceNs = -1;
        } else if (!idle && busySinceNs < 0) {
            busySinceNs = cell.nowNs();
        }
        cell.noteBusy(this);
    }
}
