package io.lapwing.radio;

import io.lapwing.crypto.Fault;
import java.util.stream.IntStream;

/// How a link behaves, and its bounds. All nodes of a cell have the same modulation.
///
/// @param carrierSense whether the medium notices frames while they arrive; without it timers are as long as the longest frame
/// @param turnaroundNs from the end of one frame to the beginning of the next: loading it, and switching the radio
/// @param answerAfterNs how long an acknowledgement waits for an answer that is being computed, and could carry it
/// @param maxFrameBytes of a whole frame, 32 to 255
/// @param maxRounds a message is given up after so many trains of fragments without news from the other side
/// @param maxPeers state is kept of so many others; the one heard longest ago is forgotten first, and with it which of its
///     messages were received
/// @param maxQueued messages that wait for one other node
public record LinkSettings(
        Modulation modulation,
        boolean carrierSense,
        long turnaroundNs,
        long answerAfterNs,
        int maxFrameBytes,
        int maxRounds,
        int maxPeers,
        int maxQueued) {
    private static final long TURNAROUND_NS = 10_000_000;
    private static final int MAX_ROUNDS = 24;
    private static final int MAX_PEERS = 1024;
    private static final int MAX_QUEUED = 16;
    private static final int LEAST_FRAME_BYTES = 32;

    public LinkSettings {
        if (turnaroundNs < 0
                || answerAfterNs < 0
                || maxFrameBytes < LEAST_FRAME_BYTES
                || maxFrameBytes > Modulation.MAX_FRAME_BYTES
                || maxRounds < 1
                || maxPeers < 1
                || maxQueued < 1) {
            throw Fault.badInput(
                    ("link with turnaround %d ns, answers after %d ns, frames of %d octets, %d rounds, %d peers, %d"
                                    + " queued: want at least 0, 0, 32 to 255, 1, 1, 1")
                            .formatted(
                                    turnaroundNs,
                                    answerAfterNs,
                                    maxFrameBytes,
                                    maxRounds,
                                    maxPeers,
                                    maxQueued));
        }
    }

    /// Frames of up to 255 octets, 10 ms to turn around, acknowledgements at once, 24 rounds, 1024 peers, 16 messages queued for each; the carrier is sensed.
    public static LinkSettings of(Modulation modulation) {
        return new LinkSettings(
                modulation,
                true,
                TURNAROUND_NS,
                0,
                Modulation.MAX_FRAME_BYTES,
                MAX_ROUNDS,
                MAX_PEERS,
                MAX_QUEUED);
    }

    /// The same over a medium that does not notice frames before their end.
    public LinkSettings withoutCarrierSense() {
        return new LinkSettings(
                modulation,
                false,
                turnaroundNs,
                answerAfterNs,
                maxFrameBytes,
                maxRounds,
                maxPeers,
                maxQueued);
    }

    /// The same with a radio that takes so long to turn around.
    public LinkSettings withTurnaround(long ns) {
        return new LinkSettings(
                modulation,
                carrierSense,
                ns,
                answerAfterNs,
                maxFrameBytes,
                maxRounds,
                maxPeers,
                maxQueued);
    }

    /// The same with nodes that compute so long before they answer: an acknowledgement alone goes out only after that, and a
    /// frame is taken for lost later. All nodes of a cell must agree on it.
    public LinkSettings withAnswersAfter(long ns) {
        return new LinkSettings(
                modulation,
                carrierSense,
                turnaroundNs,
                ns,
                maxFrameBytes,
                maxRounds,
                maxPeers,
                maxQueued);
    }

    /// The same with frames of at most so many octets.
    public LinkSettings withFrames(int maxBytes) {
        return new LinkSettings(
                modulation,
                carrierSense,
                turnaroundNs,
                answerAfterNs,
                maxBytes,
                maxRounds,
                maxPeers,
                maxQueued);
    }

    /// The same with state of so many other nodes.
    public LinkSettings withPeers(int peers) {
        return new LinkSettings(
                modulation,
                carrierSense,
                turnaroundNs,
                answerAfterNs,
                maxFrameBytes,
                maxRounds,
                peers,
                maxQueued);
    }

    /// The air time that no link can do without for a message: the fewest frames, none lost, none acknowledged, and no time
    /// between them.
    public long leastAirTimeNs(int messageBytes) {
        int frames =
                Math.max(1, Math.ceilDiv(messageBytes, maxFrameBytes - LinkFrame.OVERHEAD_BYTES));
        return IntStream.range(0, frames)
                .map(i -> messageBytes / frames + (i < messageBytes % frames ? 1 : 0))
                .mapToLong(each -> modulation.airTimeNs(each + LinkFrame.OVERHEAD_BYTES))
                .sum();
    }

    /// The longest message.
    public int maxMessageBytes() {
        return Fragments.maxMessageBytes(maxFrameBytes);
    }
}
