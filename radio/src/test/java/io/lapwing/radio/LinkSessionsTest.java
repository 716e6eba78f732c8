package io.lapwing.radio;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Thousands of seeded sessions over an air that does everything wrong: never a wrong, doubled or reordered message.
class LinkSessionsTest {
    private static final int SESSIONS = 10_000;
    private static final int MOST_EVENTS = 200_000;

    @Test
    void deliversNothingWrongOrTwice() {
        List<Session> sessions =
                IntStream.range(0, SESSIONS).parallel().mapToObj(Session::ran).toList();

        long messages = sessions.stream().mapToLong(Session::sent).sum();
        long delivered = sessions.stream().mapToLong(Session::delivered).sum();
        assertThat(messages).isGreaterThan(2L * SESSIONS);
        assertThat(delivered).isGreaterThan(messages * 95 / 100);
    }

    /// A few messages each way between two nodes while a third sends as well.
    private static final class Session {
        private final int seed;
        private final Random random;
        private final HostileAir air;
        private final List<HostileAir.Station> stations = new ArrayList<>();
        private final List<List<Bytes>> sent = new ArrayList<>();

        Session(int seed) {
            this.seed = seed;
            random = new Random(seed);
            LinkSettings all = LinkSettings.of(Modulation.of(SpreadingFactor.SF7));
            LinkSettings settings =
                    (random.nextInt(3) == 0 ? all.withoutCarrierSense() : all)
                            .withFrames(random.nextBoolean() ? 255 : 64);
            var mischief =
                    new HostileAir.Mischief(
                            random.nextDouble() / 2,
                            random.nextDouble() / 5,
                            random.nextDouble() / 10,
                            random.nextDouble() / 5);
            air = new HostileAir(settings, mischief, random);
            for (int i = 0; i < 3; i++) {
                stations.add(air.add(i, (_, _, _) -> {}));
                sent.add(messages(i));
            }
        }

        static Session ran(int seed) {
            Session session = new Session(seed);
            session.run();
            return session;
        }

        private List<Bytes> messages(int from) {
            List<Bytes> messages = new ArrayList<>();
            for (int i = random.nextInt(from == 0 ? 1 : 0, 4); i > 0; i--) {
                byte[] message = new byte[2 + random.nextInt(random.nextBoolean() ? 30 : 500)];
                random.nextBytes(message);
                message[0] = (byte) from;
                message[1] = (byte) messages.size();
                messages.add(Bytes.of(message));
            }
            return messages;
        }

        void run() {
            for (int i = 0; i < stations.size(); i++) {
                HostileAir.Station station = stations.get(i);
                NodeAddress to = new NodeAddress((i + 1) % 2);
                sent.get(i)
                        .forEach(message ->
                                air.at(
                                        random.nextLong(2_000_000_000),
                                        () -> station.node().send(to, message, air.nowNs())));
            }

            boolean ended = air.run(MOST_EVENTS);

            assertThat(ended).as("session %d ends", seed).isTrue();
            for (int from = 0; from < stations.size(); from++) {
                check(from, (from + 1) % 2);
            }
        }

        private void check(int from, int to) {
            List<Bytes> received = stations.get(to).received(from);
            assertThat(received)
                    .as("session %d, from %d to %d", seed, from, to)
                    .doesNotHaveDuplicates();
            assertThat(sent.get(from))
                    .as("session %d, from %d to %d", seed, from, to)
                    .containsAll(received);
            HostileAir.Station sender = stations.get(from);
            assertThat(new HashSet<>(received).size())
                    .as("session %d: what %d holds delivered is", seed, from)
                    .isGreaterThanOrEqualTo((int) sender.delivered());
            assertThat(sender.delivered() + sender.undelivered())
                    .as("session %d: %d knows of each message", seed, from)
                    .isEqualTo(sent.get(from).size());
        }

        long sent() {
            return sent.stream().mapToLong(List::size).sum();
        }

        long delivered() {
            return stations.stream().mapToLong(HostileAir.Station::delivered).sum();
        }
    }
}
