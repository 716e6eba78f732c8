package io.lapwing.radio;

/// What a link knows of one other node.
final class Peer {
    /// What is taken before anything was heard: far from the limit.
    static final double UNKNOWN_SNR_DB = 20;

    /// How much one more frame changes what is known.
    private static final double NEWS = 0.25;

    private final NodeAddress address;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Inbound broadcasts;
    private double snrDb = UNKNOWN_SNR_DB;
    private boolean heard;

    Peer(NodeAddress address, Outbound outbound) {
        this.address = address;
        this.outbound = outbound;
        inbound = new Inbound(address, true);
        broadcasts = new Inbound(address, false);
    }

    NodeAddress address() {
        return address;
    }

    Outbound outbound() {
        return outbound;
    }

    /// What it sends to this node.
    Inbound inbound() {
        return inbound;
    }

    /// What it sends to all.
    Inbound broadcasts() {
        return broadcasts;
    }

    /// How well it is heard, on average; it is taken to hear this node as well.
    double snrDb() {
        return snrDb;
    }

    void heardAt(double frameSnrDb) {
        snrDb = heard ? snrDb + NEWS * (frameSnrDb - snrDb) : frameSnrDb;
        heard = true;
    }

    boolean isIdle() {
        return outbound.isIdle() && inbound.isIdle();
    }
}
