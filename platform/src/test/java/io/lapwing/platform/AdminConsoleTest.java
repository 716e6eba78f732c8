package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.kms.Lifecycle;
import io.lapwing.lorawan.Eui64;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the console shows and does, on the command line.
class AdminConsoleTest {
    private static final String FIRST = "70B3D57ED0000001";
    private static final String SECOND = "70B3D57ED0000002";

    @TempDir Path folder;
    private AdminWorld world;
    private Platform platform;

    @BeforeEach
    void open() {
        world = AdminWorld.in(folder);
        platform = world.open();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private int admin(String... words) {
        return world.inside(platform, words);
    }

    private Lifecycle state(String devEui) {
        return DeviceTask.require(platform, Eui64.parse(devEui)).state();
    }

    @Test
    void showsTheWholeAtOneLook() {
        world.device(platform, FIRST, "1.0.4");
        platform.joinMinutes().before(JoinMetrics.start()).answered("JoinReq", "Success", 1);

        int text = admin("overview");
        String shown = world.out();
        int document = admin("overview", "--json");

        assertThat(List.of(text, document)).containsOnly(0);
        assertThat(shown).contains("provisioned", "1 accepted", "vault", "audit");
        assertThat(AdminWorld.object(world.json(), "devices").get("provisioned")).isEqualTo(1);
    }

    @Test
    void doesAStepToAllDevicesThatMatchOrAreInAFile() {
        world.create(platform, FIRST, "1.0.4", "--owner", "acme");
        world.create(platform, SECOND, "1.0.4");
        world.write("box.txt", SECOND + "\n\n");

        int claimed = admin("device", "bulk", "claim", "--devices", "box.txt", "--to", "acme");
        int labelled =
                admin("device", "bulk", "label", "--owner", "acme", "--set", "site=b", "--json");
        Map<?, ?> job = world.json();
        int retired = admin("device", "bulk", "retire", "--label", "site=b", "--reason", "scrap");

        assertThat(List.of(claimed, labelled, retired)).as(world.err()).containsOnly(0);
        assertThat(job.get("done")).isEqualTo(2);
        assertThat(List.of(state(FIRST), state(SECOND))).containsOnly(Lifecycle.RETIRED);
    }

    @Test
    void failsWhenABulkStepFailsForOneDeviceAndNamesIt() {
        world.device(platform, FIRST, "1.0.4");
        world.write("two.txt", FIRST + "\n" + SECOND + "\n");

        int code = admin("device", "bulk", "retire", "--devices", "two.txt", "--reason", "x");

        assertThat(code).isEqualTo(ExitCode.FAILED.number());
        assertThat(world.out()).contains(SECOND);
        assertThat(state(FIRST)).isEqualTo(Lifecycle.RETIRED);
    }

    @Test
    void doesNothingToManyUnlessToldToWhich() {
        world.device(platform, FIRST, "1.0.4");

        int none = admin("device", "bulk", "retire", "--reason", "x");
        int both =
                admin(
                        "device",
                        "bulk",
                        "retire",
                        "--devices",
                        "f",
                        "--owner",
                        "a",
                        "--reason",
                        "x");

        assertThat(List.of(none, both)).containsOnly(ExitCode.USAGE.number());
        assertThat(state(FIRST)).isEqualTo(Lifecycle.PROVISIONED);
    }

    @Test
    void findsDevicesByWhatOneTypesIntoTheConsole() {
        world.create(platform, FIRST, "1.0.4", "--owner", "acme");
        world.create(platform, SECOND, "1.0.4", "--owner", "globex");

        int code = admin("device", "list", "--text", "glob", "--json");

        assertThat(code).isZero();
        assertThat(world.out()).contains(SECOND).doesNotContain(FIRST);
    }

    @Test
    void listsTheSessionsOfADevice() {
        world.device(platform, FIRST, "1.0.4");
        AdminWorld.join(platform, FIRST, "1.0.4", 7);

        int code = admin("device", "sessions", FIRST, "--json");

        assertThat(code).isZero();
        assertThat(world.out()).contains("\"nonce\" : 7", AdminWorld.NET_ID);
    }

    @Test
    void showsChangesAndTellsOfTheDeliveriesOfAWebhook() {
        int added = admin("webhook", "add", "https://1.1.1.1/a", "--type", "join.", "--json");
        String id = String.valueOf(world.json().get("id"));

        int changed = admin("webhook", "change", id, "--url", "https://1.1.1.1/b");
        int shown = admin("webhook", "show", id, "--json");
        Map<?, ?> webhook = world.json();
        int deliveries = admin("webhook", "deliveries", id, "--json");

        assertThat(List.of(added, changed, shown, deliveries)).as(world.err()).containsOnly(0);
        assertThat(webhook.get("url")).isEqualTo("https://1.1.1.1/b");
        assertThat(webhook.get("types")).isEqualTo(List.of("join."));
        assertThat(world.json().get("deliveries")).isEqualTo(List.of());
    }

    @Test
    void tellsWhereTheAuditLogAndTheVaultKeyStand() {
        int chain = admin("audit", "chain", "--json");
        Map<?, ?> said = world.json();
        int kek = admin("kek", "status", "--json");

        assertThat(List.of(chain, kek)).containsOnly(0);
        assertThat(said.get("root")).isEqualTo(platform.store().audit().head().root().toHex());
        assertThat(world.json().get("versions")).isEqualTo(List.of(1));
    }

    @Test
    void tellsWhatHappenedAndWhatHappensUntilTheCallerGoes() throws Exception {
        world.device(platform, FIRST, "1.0.4");
        int past = admin("events", "--limit", "20", "--type", "device.");
        String shown = world.out();
        GoingCaller caller = new GoingCaller();

        Thread following = Thread.ofVirtual().start(() -> follow(caller));
        caller.await();
        admin("device", "compromise", FIRST, "--reason", "lost");
        following.join(TimeUnit.SECONDS.toMillis(20));

        assertThat(past).isZero();
        assertThat(shown).contains("device.state", FIRST);
        assertThat(following.isAlive()).isFalse();
        assertThat(caller.toString()).contains("\"type\":\"device.state\"", FIRST);
    }

    private void follow(GoingCaller caller) {
        Surroundings here =
                new Surroundings(
                        new PrintWriter(caller, true),
                        new PrintWriter(new StringWriter(), true),
                        InputStream.nullInputStream(),
                        Map.of(),
                        folder,
                        folder,
                        "anna");
        Shell.runInside(platform, here, "admin", "events", "--follow", "--json");
    }

    @Test
    void followsNothingWhereNoPlatformRuns() {
        platform.close();

        int code = world.run("events", "--follow");

        assertThat(code).isEqualTo(ExitCode.UNAVAILABLE.number());
        platform = world.open();
    }

    /// Someone who reads what comes until the first event is there, then hangs up.
    private static final class GoingCaller extends Writer {
        private final StringBuilder text = new StringBuilder();
        private final CountDownLatch listening = new CountDownLatch(1);

        @Override
        public void write(char[] some, int offset, int length) {
            text.append(some, offset, length);
        }

        @Override
        public void flush() throws IOException {
            listening.countDown();
            if (text.indexOf("\n") >= 0) {
                throw new IOException("hung up");
            }
        }

        @Override
        public void close() {
            // nothing is held
        }

        void await() throws InterruptedException {
            assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
