package io.lapwing.radio;

/// Into how many fragments a message is cut: so many that its air time, those lost and sent again included, is least.
///
/// Near the limit of reception a long frame is lost much more often than a short one; far from it each frame more costs a
/// preamble and a header. Shared by all nodes of a cell.
public final class FragmentSizer {
    /// What is lost more often than this is not worth an estimate.
    private static final double LEAST_CHANCE = 1e-6;

    private final PacketError packetError;

    public FragmentSizer(PacketError packetError) {
        this.packetError = packetError;
    }

    /// Into how many fragments of equal size a message is best cut.
    ///
    /// @param bytes of the message
    /// @param spared octets of the first fragment that are taken
    /// @param snrDb at the receiver, or what is thought so
    /// @return 1 to 16, and no more than there are octets
    public int fragments(LinkSettings settings, int bytes, int spared, double snrDb) {
        int most = Math.clamp(bytes, 1, Fragments.MAX_COUNT);
        int best = most;
        double bestNs = Double.POSITIVE_INFINITY;
        for (int count = 1; count <= most; count++) {
            int frame =
                    count == 1
                            ? bytes + spared + LinkFrame.OVERHEAD_BYTES
                            : Math.ceilDiv(bytes + spared + Fragments.CHECK_BYTES, count)
                                    + LinkFrame.OVERHEAD_BYTES
                                    + Fragments.PLACE_BYTES;
            if (frame <= settings.maxFrameBytes()) {
                double eachNs = settings.modulation().airTimeNs(frame) + settings.turnaroundNs();
                double arrives = 1 - packetError.frameError(settings.modulation(), snrDb, frame);
                double allNs = count * eachNs / Math.max(arrives, LEAST_CHANCE);
                if (allNs < bestNs) {
                    bestNs = allNs;
                    best = count;
                }
            }
        }
        return best;
    }
}
