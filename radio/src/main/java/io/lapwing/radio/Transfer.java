package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import io.lapwing.radio.LinkFrame.Data;
import io.lapwing.radio.LinkFrame.Receipt;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One message on its way out: its fragments, which of them the other side has, and which go out in this train.
final class Transfer {
    static final long NEVER = Long.MAX_VALUE;

    /// A wait is put off no longer than so many patiences by others' frames.
    private static final int MOST_POSTPONED = 16;

    private final List<MessageId> ids;
    private final List<Data> fragments;
    private final BitSet arrived = new BitSet();
    private final BitSet pending = new BitSet();
    private boolean underway;
    private boolean answered;
    private boolean polls;
    private int rounds;
    private long dueNs = NEVER;
    private long latestNs;

    /// @param ids of the messages that travel in it; none of a broadcast
    /// @param fragments in the order of their indices, parity last
    Transfer(List<MessageId> ids, List<Data> fragments) {
        this.ids = ids;
        this.fragments = fragments;
        pending.set(0, fragments.size());
    }

    /// The fragments of a message.
    static List<Data> fragments(Data first, List<Bytes> pieces, int count) {
        return IntStream.range(0, pieces.size())
                .mapToObj(i ->
                        new Data(
                                first.from(),
                                first.to(),
                                first.session(),
                                first.number(),
                                first.bundle(),
                                i,
                                count,
                                i == 0 ? first.direct() : Optional.<Receipt>empty(),
                                i == 0 ? first.aside() : Optional.<Receipt>empty(),
                                pieces.get(i)))
                .toList();
    }

    List<MessageId> ids() {
        return ids;
    }

    NodeAddress to() {
        return fragments.getFirst().to();
    }

    boolean isMeant(int session, int number) {
        Data first = fragments.getFirst();
        return first.session() == session && first.number() == number;
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /// Whether a train has left and is not at its end.
    boolean isUnderway() {
        return underway && hasPending();
    }

    /// The next fragment of this train, or the question that is all of it.
    Data next() {
        underway = true;
        dueNs = NEVER;
        if (polls) {
            polls = false;
            pending.clear();
            return fragments.getLast().poll();
        }
        int index = pending.nextSetBit(0);
        pending.clear(index);
        return fragments.get(index);
    }

    /// The train's last fragment is off the air.
    void awaitAnswer(long dueNs, long latestNs) {
        underway = false;
        answered = false;
        this.dueNs = dueNs;
        this.latestNs = latestNs;
    }

    /// The latest time to which others' frames put off a wait that begins now.
    static long latestNs(long nowNs, LinkTimes times) {
        return nowNs + MOST_POSTPONED * times.patienceNs();
    }

    /// When the wait ends; [#NEVER] when it does not wait.
    long dueNs() {
        return dueNs;
    }

    /// Someone's frame is on the air, maybe the answer.
    void postpone(long untilNs) {
        if (dueNs != NEVER) {
            answered = true;
            dueNs = Math.max(dueNs, Math.min(untilNs, latestNs));
        }
    }

    /// A frame of an acknowledgement's length was lost, and a whole message is all it can have acknowledged.
    ///
    /// @return whether this message waits for one
    boolean answerLost(long againNs) {
        if (dueNs == NEVER || fragments.size() > 1) {
            return false;
        }
        dueNs = againNs;
        answered = true;
        return true;
    }

    int rounds() {
        return rounds;
    }

    /// No answer came in time. If nothing was heard at all, nothing will have arrived; else the other side is asked what did.
    ///
    /// @param silenceTells whether frames are noticed even when they cannot be read
    void repeat(boolean silenceTells) {
        rounds++;
        missingIsPending();
        polls = fragments.size() > 1 && (answered || !silenceTells);
    }

    /// The other side says which fragments it has: the others go out again.
    void arrived(BitSet have) {
        BitSet known = (BitSet) arrived.clone();
        arrived.clear();
        for (int i = 0; i < fragments.size(); i++) {
            arrived.set(i, have.get(i));
        }
        if (!known.equals(arrived)) {
            rounds = 0;
        } else {
            rounds++;
        }
        underway = false;
        missingIsPending();
    }

    /// If nothing is missing and the message still not whole, all of it goes out again.
    private void missingIsPending() {
        dueNs = NEVER;
        polls = false;
        pending.set(0, fragments.size());
        if (arrived.cardinality() < fragments.size()) {
            pending.andNot(arrived);
        }
    }
}
