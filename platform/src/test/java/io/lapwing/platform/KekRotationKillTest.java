package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.device.JoinOutcome;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.kms.NewDevice;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.service.http.HttpsClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rotation of the vault key in a token, through the command line, while the process is killed.
class KekRotationKillTest {
    private static final int BULK = 1_200;

    /// What the system says of a process that ended in order because it was told to: 128 and SIGTERM.
    private static final int STOPPED = 143;

    private static final String CREATED = "70B3D57ED0009001";
    private static final String IMPORTED = "70B3D57ED0009002";

    @TempDir Path folder;
    private AdminWorld world;

    @BeforeEach
    void begin() {
        world = AdminWorld.empty(folder);
    }

    @Test
    void goesOnAfterEachKillAndDestroysTheOldVersion() throws Exception {
        PlatformConfig config =
                RunningPlatform.with(
                        PlatformConfig.StoreConfig.defaults(),
                        PlatformConfig.VaultConfig.of(PlatformConfig.VaultAdapter.PKCS11));
        List<TestDevice> devices =
                List.of(
                        TestDevice.of(1, MacVersion.V1_0_3),
                        TestDevice.of(2, MacVersion.V1_0_4),
                        TestDevice.of(3, MacVersion.V1_1));
        ChildJava java = new ChildJava(folder);
        try (HttpsClient http = entered(config, devices)) {
            Files.writeString(
                    world.data().resolve("lapwing.toml"),
                    "[listen]\naddress = \"127.0.0.1:0\"\n[console]\naddress = \"127.0.0.1:0\"\n[vault]\nadapter = \"pkcs11\"\n");
            long left = BULK + 2;
            try (ServedProcess served = ServedProcess.first(java, world.data())) {
                createAndImport();
                join(http, served, devices);
                assertThat(served.stop()).isEqualTo(STOPPED);
            }
            for (int kills = 0; kills < 2; kills++) {
                try (ServedProcess served = ServedProcess.up(java, world.data())) {
                    left = killedWhileRotating(served, left);
                }
            }
            try (ServedProcess served = ServedProcess.up(java, world.data())) {
                join(http, served, devices);
                finishes();
                assertThat(served.stop()).isEqualTo(STOPPED);
            }
            destroysTheOldVersion(config);
            try (ServedProcess served = ServedProcess.up(java, world.data())) {
                join(http, served, devices);
                assertThat(served.stop()).isEqualTo(STOPPED);
            }
            admin("audit", "verify");
        }
    }

    /// Two more devices, through the commands.
    private void createAndImport() {
        admin("device", "create", CREATED, "--join-eui", AdminWorld.JOIN_EUI, "--mac", "1.1");
        assertThat(world.runWith(AdminWorld.KEY, "seal")).as(world.err()).isZero();
        world.write(
                "devices.jsonl",
                "{\"devEui\":\"%s\",\"joinEui\":\"%s\",\"macVersion\":\"1.0.4\",\"appKey\":\"%s\"}\n"
                        .formatted(IMPORTED, AdminWorld.JOIN_EUI, world.out().strip()));
        admin("device", "import", "devices.jsonl");
    }

    /// Rotates until some more rows are done, and kills the platform then.
    ///
    /// @param left how many devices are under the old version
    /// @return how many are now
    private long killedWhileRotating(ServedProcess served, long left) throws Exception {
        AdminWorld other = AdminWorld.beside(world);
        CompletableFuture<Integer> rotation =
                CompletableFuture.supplyAsync(
                        () -> other.run("kek", "rotate", "--rows-per-second", "400"));
        long now = left;
        while (now >= left) {
            now = behind();
        }
        served.kill();

        assertThat(rotation.join()).as(other.out()).isEqualTo(ExitCode.UNAVAILABLE.number());
        return now;
    }

    private long behind() {
        admin("kek", "status", "--json");
        Map<?, ?> status = world.json();
        boolean rotated = String.valueOf(status.get("version")).equals("2");
        return rotated
                ? Long.parseLong(String.valueOf(AdminWorld.object(status, "behind").get("device")))
                : Long.MAX_VALUE;
    }

    private void finishes() {
        admin("kek", "rotate", "--json");
        Map<?, ?> rotated = world.json();
        assertThat(rotated.get("version")).hasToString("2");
        assertThat(rotated.get("resumed")).isEqualTo(true);
        assertThat(behind()).isZero();
    }

    private void destroysTheOldVersion(PlatformConfig config) {
        try (RunningPlatform running = RunningPlatform.open(world.data(), config)) {
            assertThat(world.askToDestroy(running.platform(), 1)).as(world.err()).isZero();
            String id = String.valueOf(world.json().get("id"));
            int approved = world.insideAs("bert", running.platform(), "approval", "approve", id);
            assertThat(approved).as(world.err()).isZero();
        }
    }

    private void admin(String... command) {
        assertThat(world.run(command)).as(world.err().replace("\n", " | ")).isZero();
    }

    /// Makes the token, the peers and the devices.
    ///
    /// @return the network server's client
    private HttpsClient entered(PlatformConfig config, List<TestDevice> devices) {
        try (RunningPlatform running = RunningPlatform.open(world.data(), config)) {
            Players.enter(running.platform(), running::sealed);
            devices.forEach(device -> device.enteredIn(running));
            for (int i = devices.size() + 1; i <= BULK; i++) {
                running.platform()
                        .kms()
                        .devices()
                        .create(
                                RunningPlatform.ANNA,
                                NewDevice.of(
                                        TestDevice.of(i, MacVersion.V1_0_4).devEui(),
                                        Players.JOIN_EUI,
                                        MacVersion.V1_0_4));
            }
            return running.client(running.platform().pki().issueClient(Players.NS_IDENTITY));
        }
    }

    private static void join(HttpsClient http, ServedProcess served, List<TestDevice> devices) {
        BackendClient network =
                new BackendClient(http, URI.create("https://localhost:" + served.port() + "/"));
        for (TestDevice device : devices) {
            var frame = device.device().joinRequest();
            var answer = network.ask(Players.joinReq(BackendVersion.V1_1, device, frame));
            assertThat(device.device().joinAccept(Players.grant(answer).joinAccept()))
                    .isInstanceOf(JoinOutcome.Joined.class);
        }
    }
}
