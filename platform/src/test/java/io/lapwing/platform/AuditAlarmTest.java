package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.console.OverviewDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.service.events.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An audit log that somebody changed is an alarm, whoever looked at it.
class AuditAlarmTest {
    @TempDir private Path folder;
    private AdminWorld world;
    private Platform platform;

    @BeforeEach
    void open() {
        world = AdminWorld.in(folder);
        platform = world.open();
        world.device(platform, "70B3D57ED0000001", "1.0.4");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    /// Changes the oldest records behind the platform's back.
    private void tamper() throws SQLException, IOException {
        try (Stream<Path> files = Files.list(world.data().resolve("store"))) {
            Path database =
                    files.filter(file -> file.toString().endsWith(".db")).findFirst().orElseThrow();
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    var run = connection.createStatement()) {
                run.execute("PRAGMA busy_timeout = 10000");
                int changed =
                        run.executeUpdate(
                                "UPDATE audit_chunk SET encoded = substr(encoded, 1,"
                                        + " length(encoded) - 1) WHERE first = 0");
                assertThat(changed).isEqualTo(1);
            }
        }
    }

    private List<Event> alarms() {
        return platform.messengers().alarms().now(_ -> true);
    }

    private void assertAlarm() {
        assertThat(alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.object()).isEqualTo("audit"))
                .satisfies(alarm ->
                        assertThat(alarm.details())
                                .containsEntry("alarm", "audit-broken")
                                .containsEntry("first", "0")
                                .containsKey("reason"));
        OverviewDesk.Alarm shown = AlarmWords.of(alarms().getFirst()).orElseThrow();
        assertThat(shown.severity()).isEqualTo("critical");
        assertThat(shown.what()).startsWith("the audit log is not intact from record 0 on: ");
    }

    @Test
    void ofTheCommandIsRaisedAndTheNextStartRefused() throws Exception {
        int intact = world.inside(platform, "audit", "verify");
        List<Event> before = alarms();
        tamper();

        int broken = world.inside(platform, "audit", "verify");

        assertThat(intact).as(world.err()).isZero();
        assertThat(before).isEmpty();
        assertThat(broken).isNotZero();
        assertAlarm();
        platform.close();
        assertThatThrownBy(world::open)
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    @Test
    void isVerifiedAlsoWhereThePlatformDoesNotOpen() throws Exception {
        platform.close();
        tamper();

        int code = world.run("audit", "verify");
        int again = world.run("audit", "verify");

        assertThat(code).isEqualTo(ExitCode.TAMPERED.number());
        assertThat(again).as("nothing was written").isEqualTo(ExitCode.TAMPERED.number());
        assertThat(world.out()).contains("from record 0 on: ");
        assertThat(world.err()).contains("the platform does not open: ");
    }

    @Test
    void ofTheJobOfAPageIsRaisedOnceAndTold() throws Exception {
        long from = platform.messengers().feed().newest();
        tamper();

        String _ = new AuditJobs(platform, platform.messengers().jobs()).verify(Besieged.ROOT);
        platform.messengers().jobs().awaitAll();

        assertAlarm();
        assertThat(platform.messengers().feed().after(from, 100, _ -> true).events())
                .filteredOn(event -> event.type() == Event.Type.ALARM)
                .hasSize(1);
    }
}
