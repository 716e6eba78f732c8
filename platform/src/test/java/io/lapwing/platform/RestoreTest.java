package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Alarms;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.SessionParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A restored backup revives no nonce.
class RestoreTest {
    private static final String COUNTING = "70B3D57ED0000001";
    private static final String DRAWING = "70B3D57ED0000002";
    private static final String TAMPERED = "70B3D57ED0000003";
    private static final int BEFORE = 10;
    private static final int AFTER = 20;

    @TempDir Path folder;
    private AdminWorld world;
    private List<SessionParameters> sessions = List.of();

    /// Two devices join, a backup is taken, both join again, a third one raises an alarm, the audit log is exported, and the disk is
    /// lost.
    @BeforeEach
    void loseTheStore() throws IOException {
        world = AdminWorld.in(folder);
        try (Platform platform = world.open()) {
            world.device(platform, COUNTING, "1.0.4");
            world.device(platform, DRAWING, "1.0.3");
            world.device(platform, TAMPERED, "1.0.4");
            assertThat(join(platform, BEFORE)).isEqualTo("Success Success");
            assertThat(world.inside(platform, "backup", "b", "--json")).as(world.err()).isZero();
            String records = String.valueOf(world.json().get("auditRecords"));
            assertThat(join(platform, AFTER)).isEqualTo("Success Success");
            world.inside(platform, "peer", "disable", "network-server", "acme");
            world.inside(platform, "peer", "enable", "network-server", "acme");
            assertThat(alarm(platform)).isInstanceOf(Alarms.Taking.Taken.class);
            sessions = sessions(platform);
            world.inside(platform, "audit", "export", "--from", records, "--out", "tail");
        }
        Files.move(world.data().resolve("store"), folder.resolve("lost"));
    }

    /// The sessions of both devices, with all that their keys come from.
    private static List<SessionParameters> sessions(Platform platform) {
        return Stream.of(COUNTING, DRAWING)
                .map(devEui -> platform.kms().devices().find(Eui64.parse(devEui)).orElseThrow())
                .flatMap(device -> device.joins().sessions().stream())
                .toList();
    }

    private static Alarms.Taking alarm(Platform platform) {
        return platform.kms()
                .alarms()
                .take(RunningPlatform.ANNA, Eui64.parse(TAMPERED), 7, "light");
    }

    private static String join(Platform platform, int devNonce) {
        return AdminWorld.join(platform, COUNTING, "1.0.4", devNonce)
                + " "
                + AdminWorld.join(platform, DRAWING, "1.0.3", devNonce);
    }

    @Test
    void refusesToOpenAnOldCopyOrAnEmptiedStore() {
        int code = world.run("status");

        assertThat(code).isEqualTo(ExitCode.TAMPERED.number());
        assertThat(world.err()).contains("not the one that this vault last saw");
    }

    @Test
    void refusesABackupThatLacksWitnessedRecordsUntilToldHow() {
        int code = world.run("restore", "b");

        assertThat(code).isEqualTo(ExitCode.REFUSED.number());
        assertThat(world.err()).contains("--audit-tail").contains("--accept-gap");
        assertThat(world.data().resolve("store")).doesNotExist();
        assertThatThrownBy(world::open).isInstanceOf(Fault.class);
    }

    @Test
    void remembersTheJoinsOfTheAuditTail() {
        int code = world.run("restore", "b", "--audit-tail", "tail", "--json");

        assertThat(code).as(world.err()).isZero();
        Map<?, ?> told = AdminWorld.object(world.json(), "replayed");
        assertThat(told.get("joins")).hasToString("2");
        assertThat(told.get("listed"))
                .asString()
                .contains("peer.disable acme")
                .contains("peer.enable acme");
        try (Platform platform = world.open()) {
            assertThat(sessions(platform)).isEqualTo(sessions);
            assertThat(join(platform, BEFORE)).doesNotContain("Success");
            assertThat(join(platform, AFTER)).doesNotContain("Success");
            assertThat(join(platform, AFTER + 1)).isEqualTo("Success Success");
            assertThat(world.inside(platform, "audit", "verify")).as(world.err()).isZero();
        }
    }

    @Test
    void compromisesAgainWhatTheAuditTailSaysRaisedAnAlarm() {
        int code = world.run("restore", "b", "--audit-tail", "tail", "--json");

        assertThat(code).as(world.err()).isZero();
        try (Platform platform = world.open()) {
            assertThat(AdminWorld.join(platform, TAMPERED, "1.0.4", AFTER))
                    .isEqualTo("ActivationDisallowed");
            assertThat(alarm(platform)).isEqualTo(new Alarms.Taking.Old(7));
        }
    }

    @Test
    void raisesCountersAndStopsRandomNoncesWhereTheTailIsLost() {
        int code = world.run("restore", "b", "--accept-gap", "50", "--json");

        assertThat(code).as(world.err()).isZero();
        assertThat(world.json().get("raised")).hasToString("3");
        try (Platform platform = world.open()) {
            assertThat(join(platform, AFTER)).doesNotContain("Success");
            assertThat(join(platform, BEFORE + 51))
                    .startsWith("Success ")
                    .doesNotEndWith("Success");
            assertThat(
                            world.inside(
                                    platform,
                                    "approval",
                                    "approve",
                                    "join-after-restore." + DRAWING))
                    .as(world.err())
                    .isZero();
            assertThat(join(platform, BEFORE + 52)).isEqualTo("Success Success");
        }
    }

    @Test
    void leavesTheOlderCopiesOutOnceOneIsAccepted() throws IOException {
        Files.copy(folder.resolve("b"), folder.resolve("b2"));
        world.run("restore", "b", "--audit-tail", "tail");

        int again = world.run("restore", "b2", "--accept-gap", "50");
        String said = world.err();
        int replaced = world.run("restore", "b2", "--accept-gap", "50", "--replace", "--json");

        assertThat(again).isEqualTo(ExitCode.REFUSED.number());
        assertThat(said).contains("--replace");
        assertThat(replaced).as(world.err()).isZero();
        assertThat(Path.of(String.valueOf(world.json().get("aside")))).isDirectory();
    }

    @Test
    void refusesADamagedBackupAndATailOfAnotherLog() throws IOException {
        byte[] octets = Files.readAllBytes(folder.resolve("b"));
        octets[octets.length / 2] ^= 1;
        Files.write(folder.resolve("bad"), octets);
        world.write("badtail", world.read("tail").replaceFirst("join.accept", "join.refuse"));

        int damaged = world.run("restore", "bad", "--accept-gap", "5");
        int falsified = world.run("restore", "b", "--audit-tail", "badtail");
        int missing = world.run("restore", "nowhere", "--accept-gap", "5");

        assertThat(damaged).isEqualTo(ExitCode.TAMPERED.number());
        assertThat(falsified).isEqualTo(ExitCode.TAMPERED.number());
        assertThat(missing).isEqualTo(ExitCode.USAGE.number());
        assertThat(world.data().resolve("store")).doesNotExist();
        assertThat(world.data().resolve("store.restoring")).doesNotExist();
    }

    @Test
    void refusesWithoutTheVaultOfTheBackup() throws IOException {
        Files.move(world.data().resolve("vault"), folder.resolve("lost-vault"));

        int code = world.run("restore", "b", "--accept-gap", "5");

        assertThat(code).isEqualTo(ExitCode.REFUSED.number());
        assertThat(world.err()).contains("vault");
    }
}
