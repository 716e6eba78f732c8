package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.Cell;
import io.lapwing.radio.CellNode;
import io.lapwing.radio.LinkEvent;
import io.lapwing.radio.NodeAddress;
import io.lapwing.radio.Position;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.CentralEntity;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One of several Central Entities in a crowded cell.
///
/// Node `n` of Central Entity `i` of `k` has the address `(n - 1) · k + i + 1`.
final class TrustCrowdCentral implements AutoCloseable {
    private static final int FIRST_ADDRESS = 0xE000;
    private static final Duration LIST_EVERY = Duration.ofHours(1);

    private final Cell cell;
    private final int index;
    private final int all;
    private final TrustStore store = TrustStore.openInMemory();
    private final CentralEntity entity;
    private final CellNode radio;
    private Optional<Bytes> list = Optional.empty();
    private boolean listScheduled;

    TrustCrowdCentral(Cell cell, Aes aes, int index, int all) {
        this.cell = cell;
        this.index = index;
        this.all = all;
        entity = new CentralEntity(store.store(), store.parts(aes));
        radio =
                cell.add(
                        new NodeAddress(FIRST_ADDRESS + index),
                        new Position(index, 0),
                        (_, event, _) -> happened(event));
        send(entity.start(now()));
    }

    NodeAddress address() {
        return radio.address();
    }

    CellNode radio() {
        return radio;
    }

    /// The number by which it knows the node of an address.
    NodeId node(NodeAddress address) {
        return new NodeId((address.value() - 1 - index) / all + 1L);
    }

    private NodeAddress address(NodeId node) {
        return new NodeAddress((int) (node.value() - 1) * all + index + 1);
    }

    private Instant now() {
        return TrustCell.BEGIN.plusNanos(cell.nowNs());
    }

    void enter(NodeId node, AccessKey label) {
        send(entity.enterLabel(now(), LapwingNetwork.OPERATOR, node, label));
    }

    private void happened(LinkEvent event) {
        if (event instanceof LinkEvent.Received received && !received.broadcast()) {
            var envelope = new Envelope(node(received.from()), NodeId.CENTRAL, received.message());
            try {
                send(entity.receive(now(), envelope));
            } catch (Fault _) {
                // No answer: who asked asks again.
            }
        }
    }

    private void send(List<Envelope> envelopes) {
        for (Envelope envelope : envelopes) {
            if (envelope.to().equals(Envelope.EVERYONE)) {
                list = Optional.of(envelope.message());
                scheduleList();
            } else {
                radio.send(address(envelope.to()), envelope.message());
            }
        }
    }

    private void scheduleList() {
        if (!listScheduled) {
            listScheduled = true;
            cell.after(LIST_EVERY, this::sayList);
        }
    }

    private void sayList() {
        listScheduled = false;
        list.ifPresent(message -> radio.broadcast(message, 0));
    }

    /// How often it refused because its list was full.
    long refusedForSpace() {
        return entity.status().refusals().getOrDefault("list-full", 0L);
    }

    @Override
    public void close() {
        entity.close();
        store.close();
    }
}
