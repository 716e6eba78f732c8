package io.lapwing.radio;

/// Is told what a link's events are, in order. It may send at once: an answer then carries the acknowledgement.
@FunctionalInterface
public interface LinkListener {
    /// Takes the next event.
    ///
    /// @param node the link it happened at
    void happened(LinkNode node, LinkEvent event, long nowNs);
}
