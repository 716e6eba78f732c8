package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeEvent;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Spoken;
import java.util.List;
import java.util.Locale;

/// What the chapters about the trusted environment share.
///
/// @param chips closed by who made them
record TrustScene(Narrator narrator, TrustAlbum album, TrustSetup setup, TrustChips chips) {
    static final NodeId N1 = new NodeId(1);
    static final NodeId N2 = new NodeId(2);
    static final NodeId N3 = new NodeId(3);

    /// A node that the operator never entered.
    static final NodeId PLANTED = new NodeId(4);

    /// In a few words: how long, how much.
    static String told(TrustProcedure procedure) {
        return String.format(
                Locale.ROOT,
                "%.2f s, %d frames, %,d octets",
                procedure.elapsedS(),
                procedure.frames(),
                procedure.octets());
    }

    /// Why somebody was refused in the last procedure; empty when nobody was.
    static List<String> refusals(TrustCell cell) {
        return cell.events().stream()
                .map(TrustCell.Happened::event)
                .filter(NodeEvent.Refused.class::isInstance)
                .map(event -> ((NodeEvent.Refused) event).why())
                .toList();
    }

    /// The last message of this name that was said so far, to this node.
    static Envelope lastHeard(TrustCell cell, String name, NodeId to) {
        return cell.heard().stream()
                .filter(envelope -> envelope.to().equals(to))
                .filter(envelope -> Spoken.name(envelope.message()).equals(name))
                .reduce((_, later) -> later)
                .orElseThrow(() ->
                        new Fault(Fault.Kind.NOT_FOUND, "nobody said " + name + " to node " + to));
    }
}
