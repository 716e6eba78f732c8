package io.lapwing.lorawan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JoinStateTest {
    private static final Eui64 JOIN_EUI = Eui64.parse("70B3D57ED0000001");
    private static final Eui64 OTHER_JOIN_EUI = Eui64.parse("70B3D57ED0000002");
    private static final NetId NET_ID = NetId.parse("000013");
    private static final RootKeyRef KEY = new RootKeyRef(0, 1);

    @Test
    void refusesReplayedDevNonceAfterElevenMoreJoins() {
        JoinState state = fresh(JoinState.NEW, join(MacVersion.V1_0_3, 1)).next();
        for (int nonce = 1000; nonce < 1011; nonce++) {
            state = fresh(state, join(MacVersion.V1_0_3, nonce)).next();
        }

        NonceVerdict verdict = state.admit(join(MacVersion.V1_0_3, 1));

        assertThat(verdict).isInstanceOf(NonceVerdict.Replayed.class);
    }

    @Test
    void remembersAll65536RandomDevNonces() {
        JoinState state = JoinState.NEW;
        for (int i = 0; i <= DevNonce.MAX; i++) {
            int nonce = (i * 40503) & 0xffff;
            state = fresh(state, join(MacVersion.V1_0_0, nonce)).next();
            if (Integer.bitCount(i) == 1) {
                assertThat(JoinState.decode(state.encode())).isEqualTo(state);
            }
        }

        assertThat(state.admit(join(MacVersion.V1_0_0, 77)))
                .isInstanceOf(NonceVerdict.DevNonceExhausted.class);
        assertThat(state.nonceHeadroom(MacVersion.V1_0_0, JOIN_EUI).devNonces()).isZero();
        assertThat(JoinState.decode(state.encode())).isEqualTo(state);
        assertThat(state.encode().length()).isLessThan(8192 + 300);
    }

    @Test
    void countsDevNoncesPerJoinEuiFromZero() {
        JoinState state = fresh(JoinState.NEW, join(MacVersion.V1_0_4, 0)).next();
        state = fresh(state, join(MacVersion.V1_0_4, 5)).next();

        assertThat(state.admit(join(MacVersion.V1_0_4, 0)))
                .isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(state.admit(join(MacVersion.V1_0_4, 5)))
                .isEqualTo(
                        new NonceVerdict.Replayed(
                                "DevNonce 5 is not above the last one: want 6 or more"));
        assertThat(state.admit(join(MacVersion.V1_0_4, 6))).isInstanceOf(NonceVerdict.Fresh.class);
        assertThat(state.admit(join(MacVersion.V1_0_4, OTHER_JOIN_EUI, 0)))
                .isInstanceOf(NonceVerdict.Fresh.class);
    }

    @Test
    void tellsExhaustionFromReplay() {
        JoinState state = fresh(JoinState.NEW, join(MacVersion.V1_1, 65535)).next();

        assertThat(state.admit(join(MacVersion.V1_1, 65535)))
                .isInstanceOf(NonceVerdict.DevNonceExhausted.class);
        assertThat(state.nonceHeadroom(MacVersion.V1_1, JOIN_EUI).devNonces()).isZero();
        assertThat(state.nonceHeadroom(MacVersion.V1_1, OTHER_JOIN_EUI).devNonces())
                .isEqualTo(65536);
    }

    @Test
    void refusesARandomNonceOfBeforeTheDeviceCounted() {
        JoinState state = fresh(JoinState.NEW, join(MacVersion.V1_0_3, 7)).next();
        state = fresh(state, join(MacVersion.V1_0_4, 6)).next();

        assertThat(state.admit(join(MacVersion.V1_0_4, 7)))
                .isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(state.admit(join(MacVersion.V1_0_4, 8))).isInstanceOf(NonceVerdict.Fresh.class);
        assertThat(state.admit(join(MacVersion.V1_0_3, 3)))
                .isInstanceOf(NonceVerdict.Replayed.class);
    }

    @Test
    void givesRisingJoinNoncesFromOne() {
        JoinState state = JoinState.NEW;
        assertThat(state.lastJoinNonce()).isEmpty();

        for (int i = 1; i < 20; i++) {
            NonceVerdict.Fresh fresh = fresh(state, join(MacVersion.V1_0_4, i));
            assertThat(fresh.session().source().joinNonce()).isEqualTo(new JoinNonce(i));
            state = fresh.next();
        }

        assertThat(state.lastJoinNonce()).contains(new JoinNonce(19));
    }

    @Test
    void refusesWhenTheJoinNonceIsUsedUp() {
        JoinState state = JoinState.NEW.withMargin(JoinNonce.MAX - 2);
        Admission.Join first = join(MacVersion.V1_0_3, 1);
        Admission.Join second = join(MacVersion.V1_0_3, 2);
        state = state.resetDevNonce();

        JoinState last = fresh(state, first).next();

        assertThat(last.lastJoinNonce()).contains(new JoinNonce(JoinNonce.MAX - 1));
        assertThat(last.nonceHeadroom(MacVersion.V1_0_3, JOIN_EUI).joinNonces()).isZero();
        assertThat(last.admit(second)).isInstanceOf(NonceVerdict.JoinNonceExhausted.class);
    }

    @Test
    void neverTakesRejoinCount1TwiceWithAJoinEui() {
        JoinState state = fresh(JoinState.NEW, join(MacVersion.V1_1, 0)).next();
        state = fresh(state, rejoinAnew(0)).next();
        state = fresh(state, join(MacVersion.V1_1, 1)).next();

        assertThat(state.admit(rejoinAnew(0))).isInstanceOf(NonceVerdict.Replayed.class);
        JoinState used = fresh(state, rejoinAnew(65535)).next();
        assertThat(used.admit(rejoinAnew(65535)))
                .isInstanceOf(NonceVerdict.RejoinCountExhausted.class);
        assertThat(used.nonceHeadroom(MacVersion.V1_1, JOIN_EUI).rejoins()).isZero();
    }

    @Test
    void countsRejoinCount0WithinEachSession() {
        NonceVerdict.Fresh joined = fresh(JoinState.NEW, join(MacVersion.V1_1, 0));
        SessionKeyId first = joined.session().id();

        NonceVerdict.Fresh rejoined = fresh(joined.next(), rejoin(JoinType.REJOIN_0, first, 0));
        SessionKeyId second = rejoined.session().id();

        assertThat(rejoined.session().type()).isEqualTo(JoinType.REJOIN_0);
        assertThat(rejoined.session().source().joinEui()).isEqualTo(JOIN_EUI);
        assertThat(rejoined.next().admit(rejoin(JoinType.REJOIN_0, first, 0)))
                .isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(rejoined.next().admit(rejoin(JoinType.REJOIN_2, first, 1)))
                .isInstanceOf(NonceVerdict.Fresh.class);
        assertThat(rejoined.next().admit(rejoin(JoinType.REJOIN_2, second, 0)))
                .isInstanceOf(NonceVerdict.Fresh.class);
    }

    @Test
    void refusesRejoinsUnderASessionThatTheDeviceLeft() {
        NonceVerdict.Fresh joined = fresh(JoinState.NEW, join(MacVersion.V1_1, 0));
        SessionKeyId first = joined.session().id();
        NonceVerdict.Fresh second = fresh(joined.next(), rejoin(JoinType.REJOIN_0, first, 0));
        NonceVerdict.Fresh third =
                fresh(second.next(), rejoin(JoinType.REJOIN_0, second.session().id(), 0));

        NonceVerdict verdict = third.next().admit(rejoin(JoinType.REJOIN_0, first, 9));

        assertThat(verdict).isInstanceOf(NonceVerdict.UnknownSession.class);
        assertThat(third.next().rejoinable()).containsExactly(third.session(), second.session());
        assertThat(third.next().sessions())
                .containsExactly(third.session(), second.session(), joined.session());
    }

    @Test
    void refusesRejoinsUnderASessionKeyedAs10() {
        SessionRequest as10 =
                new SessionRequest(id(1), MacVersion.V1_1, Keying.AS_1_0, NET_ID, KEY, KEY);
        NonceVerdict.Fresh joined =
                fresh(JoinState.NEW, new Admission.Join(JOIN_EUI, new DevNonce(0), as10));

        assertThat(joined.next().rejoinable()).isEmpty();
        assertThat(joined.next().admit(rejoin(JoinType.REJOIN_0, id(1), 0)))
                .isInstanceOf(NonceVerdict.UnknownSession.class);
    }

    @Test
    void keepsTheLastFourSessions() {
        JoinState state = JoinState.NEW;
        for (int nonce = 0; nonce < 6; nonce++) {
            state = fresh(state, join(MacVersion.V1_0_4, nonce)).next();
        }

        assertThat(state.sessions())
                .extracting(session -> session.source().devNonce().value())
                .containsExactly(5, 4, 3, 2);
        assertThat(state.session(state.sessions().get(3).id())).contains(state.sessions().get(3));
        assertThat(state.session(id(12345))).isEmpty();
    }

    @Test
    void refusesTheSeventeenthJoinEui() {
        JoinState state = JoinState.NEW;
        for (int i = 0; i < JoinState.MAX_JOIN_EUIS; i++) {
            state = fresh(state, join(MacVersion.V1_0_4, new Eui64(i), 0)).next();
        }

        assertThat(state.admit(join(MacVersion.V1_0_4, new Eui64(99), 0)))
                .isInstanceOf(NonceVerdict.TooManyJoinEuis.class);
        assertThat(state.admit(join(MacVersion.V1_0_4, new Eui64(3), 1)))
                .isInstanceOf(NonceVerdict.Fresh.class);
    }

    @Test
    void letsAReflashedDeviceBeginAgainWithoutReusingAJoinNonce() {
        JoinState state = fresh(JoinState.NEW, join(MacVersion.V1_0_4, 500)).next();

        NonceVerdict.Fresh again = fresh(state.resetDevNonce(), join(MacVersion.V1_0_4, 0));

        assertThat(again.session().source().joinNonce()).isEqualTo(new JoinNonce(2));
        assertThat(again.next().sessions()).hasSize(2);
    }

    @Test
    void skipsTheGapAfterARestore() {
        JoinState backup = fresh(JoinState.NEW, join(MacVersion.V1_1, 3)).next();

        JoinState restored = backup.withMargin(10);

        assertThat(restored.admit(join(MacVersion.V1_1, 13)))
                .isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(restored.admit(join(MacVersion.V1_1, OTHER_JOIN_EUI, 9)))
                .isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(restored.admit(rejoinAnew(9))).isInstanceOf(NonceVerdict.Replayed.class);
        NonceVerdict.Fresh next = fresh(restored, join(MacVersion.V1_1, 14));
        assertThat(next.session().source().joinNonce()).isEqualTo(new JoinNonce(12));
        assertThat(JoinState.decode(restored.encode())).isEqualTo(restored);
    }

    @Test
    void recallsJoinsOfWhichOnlyARecordIsLeft() {
        JoinState counted =
                fresh(JoinState.NEW, join(MacVersion.V1_0_4, 3))
                        .next()
                        .recalling(
                                MacVersion.V1_0_4,
                                JoinType.JOIN,
                                JOIN_EUI,
                                new DevNonce(9),
                                new JoinNonce(4))
                        .recalling(
                                MacVersion.V1_0_4,
                                JoinType.JOIN,
                                JOIN_EUI,
                                new DevNonce(8),
                                new JoinNonce(3));
        JoinState random =
                JoinState.NEW.recalling(
                        MacVersion.V1_0_3,
                        JoinType.JOIN,
                        JOIN_EUI,
                        new DevNonce(0x1234),
                        new JoinNonce(1));

        assertThat(counted.admit(join(MacVersion.V1_0_4, 9)))
                .isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(fresh(counted, join(MacVersion.V1_0_4, 10)).session().source().joinNonce())
                .isEqualTo(new JoinNonce(5));
        assertThat(random.admit(join(MacVersion.V1_0_3, 0x1234)))
                .isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(random.admit(join(MacVersion.V1_0_3, 0x1233)))
                .isInstanceOf(NonceVerdict.Fresh.class);
    }

    @Test
    void recallsRejoinsOfWhichOnlyARecordIsLeft() {
        NonceVerdict.Fresh joined = fresh(JoinState.NEW, join(MacVersion.V1_1, 0));
        JoinState state =
                joined.next()
                        .recalling(
                                MacVersion.V1_1,
                                JoinType.REJOIN_1,
                                JOIN_EUI,
                                new DevNonce(6),
                                new JoinNonce(2))
                        .recalling(
                                MacVersion.V1_1,
                                JoinType.REJOIN_0,
                                JOIN_EUI,
                                new DevNonce(4),
                                new JoinNonce(3));

        assertThat(state.admit(rejoinAnew(6))).isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(state.admit(rejoin(JoinType.REJOIN_0, joined.session().id(), 4)))
                .isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(state.admit(rejoin(JoinType.REJOIN_2, joined.session().id(), 5)))
                .isInstanceOf(NonceVerdict.Fresh.class);
        assertThat(state.lastJoinNonce()).contains(new JoinNonce(3));
    }

    @Test
    void recallsSessionsInTheirOrderAndEachOnce() {
        NonceVerdict.Fresh first = fresh(JoinState.NEW, join(MacVersion.V1_1, 0));
        NonceVerdict.Fresh second = fresh(first.next(), join(MacVersion.V1_1, 1));
        NonceVerdict.Fresh rejoined =
                fresh(second.next(), rejoin(JoinType.REJOIN_0, second.session().id(), 0));

        JoinState recalled = first.next().recalling(second.session()).recalling(rejoined.session());
        JoinState again = recalled.recalling(second.session()).recalling(rejoined.session());

        assertThat(recalled.sessions()).isEqualTo(rejoined.next().sessions());
        assertThat(recalled.rejoinable()).isEqualTo(rejoined.next().rejoinable());
        assertThat(again).isEqualTo(recalled);
    }

    @Test
    void recallsAJoinWithOneJoinEuiTooManyForAllNewOnes() {
        JoinState state = JoinState.NEW;
        for (int i = 0; i < JoinState.MAX_JOIN_EUIS; i++) {
            state = fresh(state, join(MacVersion.V1_0_4, new Eui64(i), 0)).next();
        }

        JoinState recalled =
                state.recalling(
                        MacVersion.V1_0_4,
                        JoinType.JOIN,
                        OTHER_JOIN_EUI,
                        new DevNonce(7),
                        new JoinNonce(99));

        assertThat(recalled.nonceHeadroom(MacVersion.V1_0_4, OTHER_JOIN_EUI).devNonces())
                .isEqualTo(DevNonce.MAX - 7);
        assertThat(JoinState.decode(recalled.encode())).isEqualTo(recalled);
    }

    @Test
    void isSmallForAUsualDevice() {
        JoinState state = JoinState.NEW;
        for (int nonce = 0; nonce < 8; nonce++) {
            state = fresh(state, join(MacVersion.V1_1, nonce)).next();
        }

        assertThat(state.encode().length()).isLessThan(200);
    }

    @Test
    void neverAcceptsANumberTwiceAndKeepsItsFormWhateverHappens() {
        forAll(
                300,
                (random, seed) -> {
                    Model model = new Model();
                    JoinState state = JoinState.NEW;
                    for (int step = 0; step < 60; step++) {
                        state = model.step(state, random);
                        assertThat(JoinState.decode(state.encode()))
                                .as("seed %s step %s", seed, step)
                                .isEqualTo(state);
                    }
                });
    }

    @Test
    void refusesStoredOctetsThatItDidNotWrite() {
        JoinState state = fresh(JoinState.NEW, join(MacVersion.V1_1, 3)).next();
        byte[] good = state.encode().toArray();

        assertTampered(Bytes.EMPTY);
        assertTampered(Bytes.hex("02"));
        assertTampered(Bytes.concat(state.encode(), Bytes.of(0)));
        for (int length = 0; length < good.length; length++) {
            assertTampered(Bytes.of(good).slice(0, length));
        }
        // A number of two octets where one would do: not what was written.
        assertTampered(Bytes.hex("01000000800000000000"));
    }

    private static void assertTampered(Bytes octets) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> JoinState.decode(octets))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    /// A second, plain account of what must never happen twice.
    private static final class Model {
        private final BitSet random = new BitSet();
        private final Map<Eui64, Integer> counted = new HashMap<>();
        private final Map<Eui64, Integer> rejoined = new HashMap<>();
        private final Set<String> inSession = new HashSet<>();
        private int joinNonce;

        JoinState step(JoinState state, RandomGenerator draw) {
            Eui64 joinEui = new Eui64(draw.nextInt(3));
            int number = draw.nextInt(40);
            return switch (draw.nextInt(4)) {
                case 0 -> {
                    boolean isNew =
                            !random.get(number) && number > counted.getOrDefault(joinEui, -1);
                    JoinState next = expect(state, isNew, join(MacVersion.V1_0_2, joinEui, number));
                    random.set(number, isNew || random.get(number));
                    yield next;
                }
                case 1 -> {
                    boolean isNew =
                            !random.get(number) && number > counted.getOrDefault(joinEui, -1);
                    if (isNew) {
                        counted.put(joinEui, number);
                    }
                    yield expect(state, isNew, join(MacVersion.V1_1, joinEui, number));
                }
                case 2 -> {
                    boolean isNew = number > rejoined.getOrDefault(joinEui, -1);
                    if (isNew) {
                        rejoined.put(joinEui, number);
                    }
                    yield expect(
                            state,
                            isNew,
                            new Admission.RejoinAnew(
                                    joinEui, new RejoinCount(number), request(MacVersion.V1_1)));
                }
                default -> rejoinInSession(state, draw, number);
            };
        }

        private JoinState rejoinInSession(JoinState state, RandomGenerator draw, int number) {
            if (state.rejoinable().isEmpty()) {
                return state;
            }
            SessionKeyId under =
                    state.rejoinable().get(draw.nextInt(state.rejoinable().size())).id();
            NonceVerdict verdict = state.admit(rejoin(JoinType.REJOIN_2, under, number));
            return switch (verdict) {
                case NonceVerdict.Fresh fresh -> {
                    assertThat(inSession.add(under + "/" + number)).isTrue();
                    assertThat(fresh.session().source().joinNonce().value()).isEqualTo(++joinNonce);
                    yield fresh.next();
                }
                case NonceVerdict.Refused _ -> state;
            };
        }

        private JoinState expect(JoinState state, boolean isNew, Admission admission) {
            NonceVerdict verdict = state.admit(admission);
            assertThat(verdict instanceof NonceVerdict.Fresh).isEqualTo(isNew);
            return switch (verdict) {
                case NonceVerdict.Fresh fresh -> {
                    assertThat(fresh.session().source().joinNonce().value()).isEqualTo(++joinNonce);
                    yield fresh.next();
                }
                case NonceVerdict.Refused _ -> state;
            };
        }
    }

    /// Runs a property with seeds 0, 1, …: a seed in a failure replays it.
    private static void forAll(int cases, ObjLongConsumer<RandomGenerator> property) {
        for (long seed = 0; seed < cases; seed++) {
            property.accept(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), seed);
        }
    }

    private static NonceVerdict.Fresh fresh(JoinState state, Admission admission) {
        return (NonceVerdict.Fresh) state.admit(admission);
    }

    private static Admission.Join join(MacVersion version, int nonce) {
        return join(version, JOIN_EUI, nonce);
    }

    private static Admission.Join join(MacVersion version, Eui64 joinEui, int nonce) {
        return new Admission.Join(joinEui, new DevNonce(nonce), request(version));
    }

    private static Admission.RejoinAnew rejoinAnew(int count) {
        return new Admission.RejoinAnew(JOIN_EUI, new RejoinCount(count), request(MacVersion.V1_1));
    }

    private static Admission.RejoinInSession rejoin(JoinType type, SessionKeyId under, int count) {
        return new Admission.RejoinInSession(
                type, under, new RejoinCount(count), request(MacVersion.V1_1));
    }

    private static int lastId;

    private static SessionRequest request(MacVersion version) {
        @Nullable RootKeyRef nwkKey = version.hasNwkKey() ? KEY : null;
        Keying keying = version.hasNwkKey() ? Keying.AS_1_1 : Keying.AS_1_0;
        lastId++;
        return new SessionRequest(id(lastId), version, keying, NET_ID, nwkKey, KEY);
    }

    private static SessionKeyId id(int number) {
        return new SessionKeyId(
                Bytes.concat(Bytes.of(new byte[12]), HexText.littleEndian(number, 4)));
    }
}
