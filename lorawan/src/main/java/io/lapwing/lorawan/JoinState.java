package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What must be remembered of a device so that no nonce is ever accepted twice, and its last sessions.
///
/// Immutable. The rules:
/// - DevNonce up to 1.0.3: random; all used ones are remembered for ever (TS001-1.0.3 §6.2.4 remembers «a certain number»;
///   with fewer than all, a recorded join works again one day).
/// - DevNonce of 1.0.4 and 1.1: a counter per JoinEUI, from 0, each above the last (TS001-1.0.4 §6.2.5).
/// - JoinNonce: one counter per device, from 1, since a device takes only what is above its stored 0 (TS001-1.1 §6.2.3).
/// - RJcount0: above the last one in the same session. RJcount1: above the last one with the JoinEUI, for the device's life
///   (TS001-1.1 §6.2.4).
///
/// None of them wraps: what is used up is refused.
public final class JoinState {
    /// How many sessions are kept: the one in use, the one offered, and two that late frames may still belong to.
    public static final int MAX_SESSIONS = 4;

    /// How many JoinEUIs' counters are kept. None is dropped, so a device that goes through more is refused.
    public static final int MAX_JOIN_EUIS = 16;

    /// The state of a device that never joined.
    public static final JoinState NEW =
            new JoinState(
                    0, JoinCounters.NONE, JoinCounters.NONE, List.of(), List.of(), NonceSet.EMPTY);

    private final int joinNonce;
    private final int devNonceFloor;
    private final int rejoin1Floor;
    private final List<JoinCounters> counters;
    private final List<KeptSession> sessions;
    private final NonceSet used;

    /// @param joinNonce the last one given, 0 for none
    /// @param devNonceFloor the last DevNonce to assume with a JoinEUI that has no counters, -1 for none
    /// @param rejoin1Floor likewise for RJcount1
    /// @param counters by JoinEUI, ascending
    /// @param sessions newest first
    /// @param used random DevNonces
    JoinState(
            int joinNonce,
            int devNonceFloor,
            int rejoin1Floor,
            List<JoinCounters> counters,
            List<KeptSession> sessions,
            NonceSet used) {
        this.joinNonce = joinNonce;
        this.devNonceFloor = devNonceFloor;
        this.rejoin1Floor = rejoin1Floor;
        this.counters = List.copyOf(counters);
        this.sessions = List.copyOf(sessions);
        this.used = used;
    }

    /// Decides on a join or rejoin whose MIC was found good. This state does not change.
    public NonceVerdict admit(Admission admission) {
        return switch (admission) {
            case Admission.Join join -> admitJoin(join);
            case Admission.RejoinInSession rejoin -> admitRejoinInSession(rejoin);
            case Admission.RejoinAnew rejoin -> admitRejoinAnew(rejoin);
        };
    }

    private NonceVerdict admitJoin(Admission.Join join) {
        return join.session().version().randomDevNonce() ? admitRandom(join) : admitCounted(join);
    }

    private NonceVerdict admitRandom(Admission.Join join) {
        int nonce = join.devNonce().value();
        if (used.contains(nonce) || nonce <= counters(join.joinEui()).devNonce()) {
            return used.size() > DevNonce.MAX
                    ? new NonceVerdict.DevNonceExhausted(
                            "all 65536 DevNonces of this device were used: give it new root keys")
                    : new NonceVerdict.Replayed(
                            "DevNonce " + join.devNonce() + " was used before: draw another one");
        }
        return fresh(
                join.session(),
                JoinType.JOIN,
                join.devNonce(),
                join.joinEui(),
                new Change(counters, sessions, used.with(nonce)));
    }

    private NonceVerdict admitCounted(Admission.Join join) {
        JoinCounters last = counters(join.joinEui());
        int nonce = join.devNonce().value();
        if (last.devNonce() == DevNonce.MAX) {
            return new NonceVerdict.DevNonceExhausted(
                    "the last DevNonce FFFF with JoinEUI "
                            + join.joinEui()
                            + " was used: give the device another JoinEUI or new root keys");
        }
        if (nonce <= last.devNonce()) {
            return replayed("DevNonce", nonce, last.devNonce());
        }
        if (used.contains(nonce)) {
            return new NonceVerdict.Replayed(
                    "DevNonce "
                            + join.devNonce()
                            + " was used at random before this device began to count: want the next one");
        }
        return tooMany(join.joinEui())
                .orElseGet(() ->
                        fresh(
                                join.session(),
                                JoinType.JOIN,
                                join.devNonce(),
                                join.joinEui(),
                                new Change(with(last.withDevNonce(nonce)), sessions, used)));
    }

    private NonceVerdict admitRejoinAnew(Admission.RejoinAnew rejoin) {
        JoinCounters last = counters(rejoin.joinEui());
        int count = rejoin.count().value();
        if (last.rejoin1() == RejoinCount.MAX) {
            return rejoinsUsedUp("RJcount1");
        }
        if (count <= last.rejoin1()) {
            return replayed("RJcount1", count, last.rejoin1());
        }
        return tooMany(rejoin.joinEui())
                .orElseGet(() ->
                        fresh(
                                rejoin.session(),
                                JoinType.REJOIN_1,
                                rejoin.count().inPlaceOfDevNonce(),
                                rejoin.joinEui(),
                                new Change(with(last.withRejoin1(count)), sessions, used)));
    }

    private NonceVerdict admitRejoinInSession(Admission.RejoinInSession rejoin) {
        int at = rejoinableAt(rejoin.under());
        if (at < 0) {
            return new NonceVerdict.UnknownSession(
                    "rejoin under a session that is forgotten or left: the device must join");
        }
        KeptSession under = sessions.get(at);
        int count = rejoin.count().value();
        if (under.rejoin0() == RejoinCount.MAX) {
            return rejoinsUsedUp("RJcount0");
        }
        if (count <= under.rejoin0()) {
            return replayed("RJcount0", count, under.rejoin0());
        }
        List<KeptSession> proved = new ArrayList<>(sessions);
        proved.set(at, new KeptSession(under.parameters(), count));
        return fresh(
                rejoin.session(),
                rejoin.type(),
                rejoin.count().inPlaceOfDevNonce(),
                under.parameters().source().joinEui(),
                new Change(counters, proved, used));
    }

    private static NonceVerdict replayed(String what, int value, int last) {
        return new NonceVerdict.Replayed(
                what + " " + value + " is not above the last one: want " + (last + 1) + " or more");
    }

    private static NonceVerdict rejoinsUsedUp(String what) {
        return new NonceVerdict.RejoinCountExhausted(
                "the last " + what + " 65535 was used: the device must join");
    }

    private Optional<NonceVerdict> tooMany(Eui64 joinEui) {
        boolean known = counters.stream().anyMatch(entry -> entry.joinEui().equals(joinEui));
        return known || counters.size() < MAX_JOIN_EUIS
                ? Optional.empty()
                : Optional.of(
                        new NonceVerdict.TooManyJoinEuis(
                                "the device used "
                                        + MAX_JOIN_EUIS
                                        + " JoinEUIs already: want one of them"));
    }

    /// What an admission changes beside the JoinNonce.
    private record Change(List<JoinCounters> counters, List<KeptSession> sessions, NonceSet used) {}

    private NonceVerdict fresh(
            SessionRequest request, JoinType type, DevNonce nonce, Eui64 joinEui, Change change) {
        int next = joinNonce + 1;
        if (next >= JoinNonce.MAX) {
            return new NonceVerdict.JoinNonceExhausted(
                    "the last JoinNonce of this device was used: give it new root keys");
        }
        SessionParameters session = request.parameters(type, new JoinNonce(next), nonce, joinEui);
        List<KeptSession> kept = new ArrayList<>(MAX_SESSIONS + 1);
        kept.add(new KeptSession(session, JoinCounters.NONE));
        kept.addAll(change.sessions());
        return new NonceVerdict.Fresh(
                new JoinState(
                        next,
                        devNonceFloor,
                        rejoin1Floor,
                        change.counters(),
                        kept.subList(0, Math.min(kept.size(), MAX_SESSIONS)),
                        change.used()),
                session);
    }

    private JoinCounters counters(Eui64 joinEui) {
        for (JoinCounters entry : counters) {
            if (entry.joinEui().equals(joinEui)) {
                return entry;
            }
        }
        return new JoinCounters(joinEui, devNonceFloor, rejoin1Floor);
    }

    private List<JoinCounters> with(JoinCounters changed) {
        List<JoinCounters> more = new ArrayList<>(counters.size() + 1);
        for (JoinCounters entry : counters) {
            if (!entry.joinEui().equals(changed.joinEui())) {
                more.add(entry);
            }
        }
        more.add(changed);
        more.sort((a, b) -> a.joinEui().compareTo(b.joinEui()));
        return more;
    }

    /// The last sessions, newest first, at most [#MAX_SESSIONS].
    public List<SessionParameters> sessions() {
        return sessions.stream().map(KeptSession::parameters).toList();
    }

    /// The session of this name, if it is still kept.
    public Optional<SessionParameters> session(SessionKeyId id) {
        return sessions().stream().filter(session -> session.id().equals(id)).findFirst();
    }

    /// The sessions under which a rejoin of type 0 or 2 may still come, newest first: those keyed as 1.1 that the device
    /// has not left. Whose SNwkSIntKey verifies the rejoin's MIC is the one it came under.
    ///
    /// More than one, because a device that did not hear the last join-accept still lives in the session before it.
    public List<SessionParameters> rejoinable() {
        List<SessionParameters> alive = new ArrayList<>(sessions.size());
        for (KeptSession session : sessions) {
            if (session.parameters().source().keying() == Keying.AS_1_1) {
                alive.add(session.parameters());
            }
            if (session.takenUp()) {
                break;
            }
        }
        return alive;
    }

    private int rejoinableAt(SessionKeyId id) {
        for (int i = 0; i < sessions.size(); i++) {
            KeptSession session = sessions.get(i);
            if (session.parameters().id().equals(id)) {
                return session.parameters().source().keying() == Keying.AS_1_1 ? i : -1;
            }
            if (session.takenUp()) {
                return -1;
            }
        }
        return -1;
    }

    /// What is left for a device of this version and JoinEUI.
    public NonceHeadroom nonceHeadroom(MacVersion version, Eui64 joinEui) {
        JoinCounters last = counters(joinEui);
        int devNonces =
                version.randomDevNonce()
                        ? DevNonce.MAX + 1 - used.size()
                        : DevNonce.MAX - last.devNonce();
        return new NonceHeadroom(
                devNonces, JoinNonce.MAX - 1 - joinNonce, RejoinCount.MAX - last.rejoin1());
    }

    /// The last JoinNonce given; none for a device that never joined.
    public Optional<JoinNonce> lastJoinNonce() {
        return joinNonce == 0 ? Optional.empty() : Optional.of(new JoinNonce(joinNonce));
    }

    /// The state of a device that was flashed anew and begins again at 0: its DevNonces and its RJcount1 are forgotten,
    /// its JoinNonce and sessions are not.
    ///
    /// From here on every join that was ever recorded of this device is accepted once more. Only its owner decides this,
    /// and an audit record says so.
    public JoinState resetDevNonce() {
        return new JoinState(
                joinNonce,
                JoinCounters.NONE,
                JoinCounters.NONE,
                List.of(),
                sessions,
                NonceSet.EMPTY);
    }

    /// The state as if `margin` more joins and rejoins had been accepted with every JoinEUI: for a store restored from a
    /// backup that misses at most that many of each device.
    ///
    /// Random DevNonces used in the gap cannot be known: such a device's next recorded join in the gap is accepted once.
    ///
    /// @param margin 0 or more
    public JoinState withMargin(int margin) {
        HexText.requireRange("margin", margin, JoinNonce.MAX);
        return new JoinState(
                Math.min(joinNonce + margin, JoinNonce.MAX),
                JoinCounters.raise(devNonceFloor, margin),
                JoinCounters.raise(rejoin1Floor, margin),
                counters.stream().map(entry -> entry.raised(margin)).toList(),
                sessions.stream()
                        .map(kept ->
                                new KeptSession(
                                        kept.parameters(),
                                        JoinCounters.raise(kept.rejoin0(), margin)))
                        .toList(),
                used);
    }

    /// As [#recalling(MacVersion, JoinType, Eui64, DevNonce, JoinNonce)], of a record that says all that the session's
    /// keys come from: the session is kept too, unless this state knows a later one.
    public JoinState recalling(SessionParameters session) {
        SessionSource source = session.source();
        JoinState told =
                recalling(
                        session.version(),
                        session.type(),
                        source.joinEui(),
                        source.devNonce(),
                        source.joinNonce());
        if (source.joinNonce().value() <= joinNonce) {
            return told;
        }
        List<KeptSession> kept = new ArrayList<>(MAX_SESSIONS + 1);
        kept.add(new KeptSession(session, JoinCounters.NONE));
        kept.addAll(told.sessions);
        return told.with(
                told.counters, kept.subList(0, Math.min(kept.size(), MAX_SESSIONS)), told.used);
    }

    /// The state that also remembers a join or rejoin of which only a record is left, accepted after this state was
    /// saved: its numbers are never accepted again.
    ///
    /// A rejoin of type 0 or 2 is remembered under every older session that is kept: the record does not say under which it
    /// came.
    ///
    /// @param version the device's link layer
    /// @param joinEui the Join Server that the record names
    /// @param nonce the DevNonce; of a rejoin, RJcount in its place
    /// @param given the JoinNonce of the answer
    public JoinState recalling(
            MacVersion version, JoinType type, Eui64 joinEui, DevNonce nonce, JoinNonce given) {
        int number = nonce.value();
        JoinState raised =
                new JoinState(
                        Math.max(joinNonce, given.value()),
                        devNonceFloor,
                        rejoin1Floor,
                        counters,
                        sessions,
                        used);
        JoinCounters last = counters(joinEui);
        return switch (type) {
            case JOIN ->
                    version.randomDevNonce()
                            ? raised.with(counters, sessions, used.with(number))
                            : raised.counting(last.withDevNonce(Math.max(last.devNonce(), number)));
            case REJOIN_1 -> raised.counting(last.withRejoin1(Math.max(last.rejoin1(), number)));
            case REJOIN_0, REJOIN_2 ->
                    raised.with(
                            counters,
                            sessions.stream().map(kept -> raised(kept, number, given)).toList(),
                            used);
        };
    }

    /// A rejoin comes under a session that was given before it.
    private static KeptSession raised(KeptSession kept, int rejoin0, JoinNonce given) {
        boolean older = kept.parameters().source().joinNonce().value() < given.value();
        return older ? new KeptSession(kept.parameters(), Math.max(kept.rejoin0(), rejoin0)) : kept;
    }

    /// With these counters of one JoinEUI; where no further JoinEUI is remembered, they hold for all new ones.
    private JoinState counting(JoinCounters changed) {
        if (tooMany(changed.joinEui()).isPresent()) {
            return new JoinState(
                    joinNonce,
                    Math.max(devNonceFloor, changed.devNonce()),
                    Math.max(rejoin1Floor, changed.rejoin1()),
                    counters,
                    sessions,
                    used);
        }
        return with(with(changed), sessions, used);
    }

    private JoinState with(
            List<JoinCounters> nextCounters, List<KeptSession> nextSessions, NonceSet nextUsed) {
        return new JoinState(
                joinNonce, devNonceFloor, rejoin1Floor, nextCounters, nextSessions, nextUsed);
    }

    /// The canonical octets of this state: equal states have equal octets. About 30 for a device with one session and 40
    /// for each further one; at most 9 KiB.
    public Bytes encode() {
        return JoinStateCodec.encode(
                joinNonce, devNonceFloor, rejoin1Floor, counters, sessions, used);
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws io.lapwing.crypto.Fault `TAMPERED` for any other octets
    public static JoinState decode(Bytes octets) {
        return JoinStateCodec.decode(octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JoinState state && encode().equals(state.encode());
    }

    @Override
    public int hashCode() {
        return encode().hashCode();
    }

    @Override
    public String toString() {
        return "JoinState[joinNonce=" + joinNonce + ", sessions=" + sessions.size() + "]";
    }
}
