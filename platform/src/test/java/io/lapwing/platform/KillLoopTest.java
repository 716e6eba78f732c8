package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.service.http.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A platform killed at any moment, under load, loses nothing that it answered and takes no nonce
/// twice.
class KillLoopTest {
    private static final int CONNECTIONS = 6;
    private static final int DEVICES_OF_A_CONNECTION = 3;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int MAX_LOAD_MICROS = 100_000;
    private static final int MAX_START_MICROS = 500_000;
    private static final MacVersion[] VERSIONS = {
        MacVersion.V1_0_3, MacVersion.V1_0_4, MacVersion.V1_1
    };

    @TempDir Path folder;

    @Test
    void embeddedStoreKilledTwoHundredTimesLosesNothingItAnswered() throws Exception {
        loop(200, "pipe", List.of(), RunningPlatform.embedded());
    }

    @Test
    void servingHttpsKilledTenTimesLosesNothingItAnswered() throws Exception {
        loop(10, "https", List.of(), RunningPlatform.embedded());
    }

    @Test
    void onPostgresKilledTwelveTimesLosesNothingItAnswered() throws Exception {
        try (OwnPostgres postgres = OwnPostgres.start()) {
            loop(12, "pipe", postgres.arguments(), postgres.config());
        }
    }

    @Test
    void goesOnByItselfAfterEachDeathOfItsPostgresServer() throws Exception {
        try (OwnPostgres postgres = OwnPostgres.start();
                Setting setting = Setting.enter(folder.resolve("data"), postgres.config())) {
            KillLedger ledger = new KillLedger(setting.codec());
            Random random = new Random();
            ChildJava java = new ChildJava(folder);
            List<String> arguments = arguments("https", postgres.arguments());
            try (KillableChild child =
                    new KillableChild(java.start(KilledPlatform.class, arguments)).go()) {
                KillLedger.Line line = setting.line(child, child.ready().orElseThrow());
                setting.devices().forEach(device -> ledger.join(device, List.of(line)));
                ledger.replay(line, random);
                for (int death = 1; death <= 3; death++) {
                    int before = ledger.joins();
                    int wanted = before + CONNECTIONS + random.nextInt(200);
                    load(
                            ledger,
                            setting,
                            line,
                            random,
                            () -> {
                                while (ledger.joins() < wanted) {
                                    Thread.onSpinWait();
                                }
                                postgres.kill();
                            });
                    postgres.startAgain();
                    ledger.awaitService(line);
                    ledger.replay(line, random);
                    assertThat(ledger.joins()).isGreaterThan(before);
                }
                assertThat(child.end()).isZero();
            }
            try (Platform platform =
                    Platform.open(
                            new DataFolder(folder.resolve("data")), postgres.config(), Map.of())) {
                ledger.check(platform);
            }
        }
    }

    private interface Blow {
        void fall() throws InterruptedException;
    }

    /// Loads each connection until the blow, which falls a moment later, lets it have no answer.
    private static void load(
            KillLedger ledger, Setting setting, KillLedger.Line line, Random random, Blow blow)
            throws Exception {
        try (ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                List<TestDevice> devices = setting.devicesOf(i);
                Random choices = new Random(random.nextLong());
                loads.add(connections.submit(() -> load(ledger, devices, line, choices)));
            }
            blow.fall();
            for (Future<?> load : loads) {
                load.get();
            }
        }
    }

    private List<String> arguments(String way, List<String> store) {
        List<String> arguments = new ArrayList<>(List.of(folder.resolve("data").toString(), way));
        arguments.addAll(store);
        return arguments;
    }

    private void loop(int rounds, String way, List<String> store, PlatformConfig config)
            throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        System.out.println("kill loop, " + rounds + " rounds over " + way + ", seed " + seed);
        Path data = folder.resolve("data");
        List<String> arguments = arguments(way, store);
        ChildJava java = new ChildJava(folder);
        try (Setting setting = Setting.enter(data, config)) {
            KillLedger ledger = new KillLedger(setting.codec());
            train(java, arguments, ledger, setting);
            rounds(rounds, new Successors(java, arguments), ledger, setting, random);
            try (KillableChild last =
                    new KillableChild(java.start(KilledPlatform.class, arguments)).go()) {
                int port = last.ready().orElseThrow();
                ledger.replay(setting.line(last, port), random);
                assertThat(last.end()).isZero();
            }
            try (Platform platform = Platform.open(new DataFolder(data), config, Map.of())) {
                ledger.check(platform);
            }
            assertThat(ledger.joins()).isGreaterThan(rounds);
            assertThat(java.messages()).content().doesNotContain("Exception");
        }
    }

    private static void rounds(
            int rounds, Successors successors, KillLedger ledger, Setting setting, Random random)
            throws Exception {
        Instant started = Instant.now();
        try (successors) {
            for (int round = 1; round <= rounds; round++) {
                round(successors.next(), ledger, setting, random);
                if (round % 20 == 0 || round == rounds) {
                    progress(round, rounds, ledger, started);
                }
            }
        }
    }

    /// Processes of which the next starts while the one before is at work: to open the platform is then all that is left.
    private static final class Successors implements AutoCloseable {
        private final ChildJava java;
        private final List<String> arguments;
        private KillableChild waiting;

        Successors(ChildJava java, List<String> arguments) throws IOException {
            this.java = java;
            this.arguments = arguments;
            waiting = started();
        }

        private KillableChild started() throws IOException {
            return new KillableChild(java.start(KilledPlatform.class, arguments));
        }

        KillableChild next() throws IOException {
            KillableChild next = waiting.go();
            waiting = started();
            return next;
        }

        @Override
        public void close() {
            waiting.close();
        }
    }

    private static void progress(int round, int rounds, KillLedger ledger, Instant started) {
        System.out.printf(
                "  %d of %d kills, %d joins, %d s%n",
                round,
                rounds,
                ledger.joins(),
                Duration.between(started, Instant.now()).toSeconds());
    }

    /// An orderly run, which joins each device once.
    private static void train(
            ChildJava java, List<String> arguments, KillLedger ledger, Setting setting)
            throws Exception {
        try (KillableChild child =
                new KillableChild(java.train(KilledPlatform.class, arguments)).go()) {
            int port = child.ready().orElseThrow();
            for (TestDevice device : setting.devices()) {
                ledger.join(device, List.of(setting.line(child, port)));
            }
            assertThat(child.end()).isZero();
        }
    }

    private static void round(KillableChild next, KillLedger ledger, Setting setting, Random random)
            throws Exception {
        try (KillableChild child = next) {
            boolean whileStarting = random.nextInt(8) == 0;
            if (whileStarting) {
                child.killAfter(random.nextInt(MAX_START_MICROS));
                return;
            }
            int port = child.ready().orElseThrow();
            KillLedger.Line line = setting.line(child, port);
            ledger.replay(line, random);
            int micros = random.nextInt(MAX_LOAD_MICROS);
            load(ledger, setting, line, random, () -> child.killAfter(micros));
        }
    }

    private static void load(
            KillLedger ledger, List<TestDevice> devices, KillLedger.Line line, Random choices) {
        boolean alive = true;
        while (alive) {
            TestDevice device = devices.get(choices.nextInt(devices.size()));
            boolean racing = choices.nextInt(4) == 0;
            alive = ledger.join(device, racing ? List.of(line, line) : List.of(line));
        }
    }

    /// The devices and the network server that outlive the killed platforms.
    private record Setting(List<TestDevice> devices, HttpsClient http, BackendClient codec)
            implements AutoCloseable {
        static Setting enter(Path data, PlatformConfig config) {
            try (RunningPlatform running = RunningPlatform.open(data, config)) {
                Players.enter(running.platform(), running::sealed);
                List<TestDevice> devices =
                        IntStream.range(0, CONNECTIONS * DEVICES_OF_A_CONNECTION)
                                .mapToObj(i ->
                                        TestDevice.of(i, VERSIONS[i % VERSIONS.length])
                                                .enteredIn(running))
                                .toList();
                HttpsClient http =
                        running.client(running.platform().pki().issueClient(Players.NS_IDENTITY));
                return new Setting(devices, http, new BackendClient(http, running.url()));
            }
        }

        List<TestDevice> devicesOf(int connection) {
            int from = connection * DEVICES_OF_A_CONNECTION;
            return devices.subList(from, from + DEVICES_OF_A_CONNECTION);
        }

        KillLedger.Line line(KillableChild child, int port) {
            return port == 0 ? child::ask : message -> post(port, message);
        }

        private Optional<Bytes> post(int port, Bytes message) {
            try {
                HttpsClient.Answer answer =
                        http.post(
                                URI.create("https://localhost:" + port + "/"),
                                Response.JSON,
                                Map.of(),
                                message);
                if (answer.status() == SERVICE_UNAVAILABLE) {
                    return Optional.empty(); // its store died
                }
                assertThat(answer.status()).as(answer.body().toHex()).isEqualTo(200);
                return Optional.of(answer.body());
            } catch (Fault _) {
                return Optional.empty(); // it died
            }
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
