package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup of a PostgreSQL database, brought back through the command line, revives no nonce.
class PostgresRestoreTest {
    private static final String DEVICE = "70B3D57ED0000001";
    private static final int BEFORE = 10;
    private static final int AFTER = 20;

    @TempDir Path folder;
    private OwnPostgres postgres;
    private AdminWorld world;

    /// A device joins, a backup is taken, it joins again, the audit log is exported, and the database is lost.
    @BeforeEach
    void loseTheDatabase() throws Exception {
        postgres = OwnPostgres.start();
        world = AdminWorld.on(folder, configured("postgres"));
        try (Platform platform = world.open()) {
            world.device(platform, DEVICE, "1.0.4");
            assertThat(join(platform, BEFORE)).isEqualTo("Success");
            assertThat(world.inside(platform, "backup", "b", "--json")).as(world.err()).isZero();
            String records = String.valueOf(world.json().get("auditRecords"));
            assertThat(join(platform, AFTER)).isEqualTo("Success");
            world.inside(platform, "audit", "export", "--from", records, "--out", "tail");
        }
        world.moveTo(configured("fresh"));
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    /// Makes the database, and says so in the configuration.
    private PlatformConfig configured(String database) throws IOException {
        if (!database.equals("postgres")) {
            PlatformConfig _ = postgres.create(database);
        }
        Files.createDirectories(folder.resolve("d"));
        Files.writeString(
                folder.resolve("d/lapwing.toml"),
                "[store]\nengine = \"postgres\"\nurl = \"%s\"\nuser = \"%s\"\npassword = \"file:%s\"\n"
                        .formatted(
                                postgres.url(database),
                                postgres.server().address().user(),
                                postgres.arguments().getLast()));
        return postgres.at(database);
    }

    private static String join(Platform platform, int devNonce) {
        return AdminWorld.join(platform, DEVICE, "1.0.4", devNonce);
    }

    @Test
    void refusesAnEmptyDatabaseAndABackupWithoutItsTail() {
        int empty = world.run("status");
        String saidOfEmpty = world.err();
        int alone = world.run("restore", "b");
        String saidOfBackup = world.err();

        assertThat(empty).isEqualTo(ExitCode.TAMPERED.number());
        assertThat(saidOfEmpty).contains("not the one that this vault last saw");
        assertThat(alone).isEqualTo(ExitCode.REFUSED.number());
        assertThat(saidOfBackup).contains("--audit-tail").contains("--accept-gap");
        assertThatThrownBy(world::open).isInstanceOf(Fault.class);
    }

    @Test
    void remembersJoinsAndSessionsOfTheTailAfterARefusedTry() {
        int alone = world.run("restore", "b");
        int code = world.run("restore", "b", "--audit-tail", "tail", "--json");

        assertThat(alone).isEqualTo(ExitCode.REFUSED.number());
        assertThat(code).as(world.err()).isZero();
        Map<?, ?> told = AdminWorld.object(world.json(), "replayed");
        assertThat(told.get("joins")).hasToString("1");
        assertThat(told.get("lost")).hasToString("0");
        try (Platform platform = world.open()) {
            assertThat(join(platform, BEFORE)).isNotEqualTo("Success");
            assertThat(join(platform, AFTER)).isNotEqualTo("Success");
            assertThat(join(platform, AFTER + 1)).isEqualTo("Success");
            assertThat(world.inside(platform, "audit", "verify")).as(world.err()).isZero();
        }
    }

    @Test
    void raisesCountersWhereTheTailIsLost() {
        int code = world.run("restore", "b", "--accept-gap", "50", "--json");
        String raised = String.valueOf(world.json().get("raised"));
        int again = world.run("restore", "b", "--accept-gap", "50");

        assertThat(code).as(world.err()).isZero();
        assertThat(raised).isEqualTo("1");
        assertThat(again).as("a restore over a database that is in use").isNotZero();
        try (Platform platform = world.open()) {
            assertThat(join(platform, AFTER)).isNotEqualTo("Success");
            assertThat(join(platform, BEFORE + 51)).isEqualTo("Success");
        }
    }

    @Test
    void refusesTheOldDatabaseOnceTheRestoredOneIsAccepted() throws Exception {
        world.run("restore", "b", "--audit-tail", "tail");

        world.moveTo(postgres.config());

        assertThatThrownBy(world::open)
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }
}
