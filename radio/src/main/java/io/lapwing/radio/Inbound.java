package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import io.lapwing.radio.LinkFrame.Acknowledgement;
import io.lapwing.radio.LinkFrame.Data;
import io.lapwing.radio.LinkFrame.Receipt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What arrives from one node, for this node or for all: the message that is being put together, and which was the last.
///
/// A message is delivered once: its number is compared with the last one's within a session, and sessions that ended stay
/// known.
final class Inbound {
    static final long NEVER = Long.MAX_VALUE;

    /// Sessions that ended and are remembered.
    private static final int MAX_STALE = 8;

    /// Fragments are asked for so often without one arriving.
    private static final int MAX_ASKED = 12;

    /// Numbers are compared modulo this.
    private static final int NUMBERS = 256;

    /// Whether the last message's sender knows that it arrived.
    private enum Owed {
        NOTHING,
        /// It was told in a frame for another node, which it may have missed.
        TOLD_ASIDE,
        AN_ACKNOWLEDGEMENT
    }

    private final NodeAddress from;
    private final boolean acknowledges;
    private final Deque<Integer> stale = new ArrayDeque<>();
    private final Map<Integer, Bytes> parts = new HashMap<>();
    private int session = -1;
    private int last = -1;
    private int number = -1;
    private int count;
    private int asked;
    private int trainLeft;
    private Owed owed = Owed.NOTHING;
    private long owedDueNs = NEVER;
    private long askDueNs = NEVER;

    /// @param acknowledges whether its sender waits for acknowledgements
    Inbound(NodeAddress from, boolean acknowledges) {
        this.from = from;
        this.acknowledges = acknowledges;
    }

    /// Takes a fragment.
    ///
    /// @param airTimeNs of its frame; the others' frames are as long
    /// @return the message, when this was what it lacked
    Optional<Bytes> accept(Data data, long nowNs, long airTimeNs, LinkTimes times) {
        if (!isCurrent(data.session())) {
            return Optional.empty();
        }
        if (data.number() == last) {
            // Its sender sends all of it again, and hears nothing before the end of that.
            int rest = data.isPoll() ? 0 : data.count() - 1 - data.index();
            owe(nowNs + times.turnaroundNs() + rest * (airTimeNs + times.turnaroundNs()));
            return Optional.empty();
        }
        if (isOld(data.number(), last) || !isOfThis(data)) {
            return Optional.empty();
        }
        asked = 0;
        if (data.isPoll()) {
            askDueNs = nowNs + times.turnaroundNs();
            return Optional.empty();
        }
        parts.put(data.index(), data.payload());
        if (parts.size() < count) {
            askDueNs = nowNs + restNs(data, airTimeNs + times.turnaroundNs(), times);
            return Optional.empty();
        }
        return whole(nowNs, times);
    }

    /// A session that is not known began now; one that ended does not come back.
    private boolean isCurrent(int other) {
        if (other == session) {
            return true;
        }
        if (stale.contains(other)) {
            return false;
        }
        if (session >= 0) {
            stale.addLast(session);
            if (stale.size() > MAX_STALE) {
                stale.removeFirst();
            }
        }
        session = other;
        last = -1;
        forgetParts();
        settle();
        return true;
    }

    /// Whether a number is not later than another: half of all numbers are.
    private static boolean isOld(int number, int than) {
        return than >= 0 && Math.floorMod(number - than, NUMBERS) >= NUMBERS / 2;
    }

    /// Whether the fragment belongs to the message that is being put together; a later one takes its place.
    private boolean isOfThis(Data data) {
        if (number >= 0 && data.number() != number) {
            if (isOld(data.number(), number)) {
                return false;
            }
            forgetParts();
        }
        if (number < 0) {
            number = data.number();
            count = data.count();
        }
        return data.count() == count;
    }

    private void forgetParts() {
        parts.clear();
        number = -1;
        count = 0;
        asked = 0;
        askDueNs = NEVER;
    }

    /// Until when the rest of the train takes: the fragments that are missing after this one.
    private long restNs(Data data, long eachNs, LinkTimes times) {
        trainLeft = 0;
        for (int i = data.index() + 1; i < count; i++) {
            trainLeft += parts.containsKey(i) ? 0 : 1;
        }
        return trainLeft * eachNs + times.turnaroundNs();
    }

    private Optional<Bytes> whole(long nowNs, LinkTimes times) {
        Optional<Bytes> message = acknowledges ? joined() : spread();
        if (message.isEmpty()) {
            parts.clear();
            askDueNs = acknowledges ? nowNs + times.turnaroundNs() : NEVER;
            return Optional.empty();
        }
        last = number;
        forgetParts();
        owe(nowNs + times.owedNs());
        return message;
    }

    private Optional<Bytes> joined() {
        Bytes all = Bytes.EMPTY;
        for (int i = 0; i < count; i++) {
            all = Bytes.concat(all, parts.getOrDefault(i, Bytes.EMPTY));
        }
        if (count == 1) {
            return Optional.of(all);
        }
        return Fragments.isChecked(from, session, number, all)
                ? Optional.of(Fragments.withoutCheck(all))
                : Optional.empty();
    }

    private Optional<Bytes> spread() {
        return Spread.message(from, session, number, count, parts);
    }

    private void owe(long dueNs) {
        if (acknowledges) {
            owed = Owed.AN_ACKNOWLEDGEMENT;
            owedDueNs = dueNs;
        }
    }

    private void settle() {
        owed = Owed.NOTHING;
        owedDueNs = NEVER;
    }

    /// Someone's frame is on the air, maybe the next fragment; after the train's last one it is this node's turn.
    void sensed(long untilNs, LinkTimes times) {
        if (askDueNs != NEVER) {
            trainLeft--;
            long waitNs = trainLeft > 0 ? times.answerNs() : times.turnaroundNs();
            askDueNs = Math.max(askDueNs, untilNs + waitNs);
        }
    }

    /// The message is not complete, and its rest was asked for: until then nothing was noticed.
    void awaitRest(long dueNs) {
        if (number >= 0) {
            askDueNs = dueNs;
        }
    }

    boolean isOwed() {
        return owed == Owed.AN_ACKNOWLEDGEMENT;
    }

    /// When an acknowledgement goes out if nothing carries it before.
    long owedDueNs() {
        return owedDueNs;
    }

    /// When the rest of a message is asked for; [#NEVER] if none is incomplete.
    long askDueNs() {
        return askDueNs;
    }

    boolean isIdle() {
        return owedDueNs == NEVER && askDueNs == NEVER;
    }

    /// For a frame to this very node, if its sender may not know.
    Optional<Receipt> takeDirect() {
        if (owed == Owed.NOTHING) {
            return Optional.empty();
        }
        settle();
        return Optional.of(new Receipt(from, session, last));
    }

    /// For a frame to another node.
    Receipt takeAside() {
        owed = Owed.TOLD_ASIDE;
        owedDueNs = NEVER;
        return new Receipt(from, session, last);
    }

    Acknowledgement takeAcknowledgement(NodeAddress self) {
        settle();
        return new Acknowledgement(self, from, session, last, true, Bytes.EMPTY);
    }

    /// Asks for what is missing; nothing when it was asked for in vain too often, and the message is forgotten.
    @Nullable Acknowledgement takeQuestion(NodeAddress self) {
        asked++;
        trainLeft = count - parts.size();
        askDueNs = NEVER;
        if (asked > MAX_ASKED) {
            forgetParts();
            return null;
        }
        byte[] have = new byte[count > 8 ? 2 : 1];
        for (int index : parts.keySet()) {
            have[index / 8] |= (byte) (1 << index % 8);
        }
        return new Acknowledgement(self, from, session, number, false, Bytes.of(have));
    }
}
