package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.RootKeyKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The core as a process of its own, beside applications that want its keys.
class CoreProcessTest {
    private static final int CORE_USER = 65_534;
    private static final int OTHER_USER = 65_533;
    private static final Bytes NWK_KEY = SmallJoinServer.key(RootKeyKind.NWK_KEY);
    private static final Bytes APP_KEY = SmallJoinServer.key(RootKeyKind.APP_KEY);

    @TempDir private static Path shared;

    private static @Nullable Processes started;

    private Path folder = shared;

    @BeforeAll
    static void prepare() throws IOException {
        started = new Processes(shared);
    }

    @BeforeEach
    void makeRoom() throws IOException {
        folder = Files.createTempDirectory(shared, "room");
        Processes.open(folder);
    }

    @AfterEach
    void end() {
        processes().close();
    }

    private static Processes processes() {
        return Objects.requireNonNull(started);
    }

    private Process ready(Process process) throws IOException {
        process.getOutputStream().write(Bytes.concat(NWK_KEY, APP_KEY).toArray());
        process.getOutputStream().flush();
        assertThat(process.getInputStream().readNBytes(6)).asString().isEqualTo("ready\n");
        return process;
    }

    private Process core(Path socket, String... users) throws IOException {
        String[] arguments = new String[1 + users.length];
        arguments[0] = socket.toString();
        System.arraycopy(users, 0, arguments, 1, users.length);
        Process core =
                processes()
                        .java(
                                CORE_USER,
                                List.of("-XX:+DisableAttachMechanism"),
                                CoreProcess.class,
                                arguments);
        core.getOutputStream().write(Bytes.concat(NWK_KEY, APP_KEY).toArray());
        core.getOutputStream().close();
        assertThat(core.getInputStream().readNBytes(6)).asString().isEqualTo("ready\n");
        return core;
    }

    /// What a burglar opened, by name; his loot is in the file.
    private List<String> burgle(int user, Process victim, Path socket, Path loot) throws Exception {
        Process burglar =
                processes()
                        .java(
                                user,
                                List.of("-Dsun.tools.attach.attachTimeout=300"),
                                NativeBurglar.class,
                                Long.toString(victim.pid()),
                                socket.toString(),
                                loot.toString());
        String opened = new String(burglar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(burglar.waitFor(Processes.PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(burglar.exitValue()).isZero();
        return List.of(opened.strip().split(" ", -1));
    }

    private static boolean hasAKey(Path loot) throws IOException {
        // One character an octet, so that the text search finds octets.
        String found = new String(Files.readAllBytes(loot), StandardCharsets.ISO_8859_1);
        return Stream.of(NWK_KEY, APP_KEY)
                .map(key -> new String(key.toArray(), StandardCharsets.ISO_8859_1))
                .anyMatch(found::contains);
    }

    @Test
    void findsTheKeysOfAProcessThatGuardsNothing() throws Exception {
        Process victim = ready(processes().java(CORE_USER, List.of(), Victim.class));
        Path loot = folder.resolve("loot");

        List<String> opened = burgle(CORE_USER, victim, folder.resolve("none"), loot);

        assertThat(opened).contains("environ", "maps", "attach");
        assertThat(hasAKey(loot)).isEqualTo(opened.contains("mem"));
    }

    @Test
    void keepsItsKeysFromAnApplicationOfTheSameUser() throws Exception {
        Path socket = folder.resolve("core");
        Process core = core(socket);
        Path loot = folder.resolve("loot");

        List<String> opened = burgle(CORE_USER, core, socket, loot);

        assertThat(opened).containsExactly("door");
        assertThat(hasAKey(loot)).isFalse();
        assertThat(Files.size(loot)).isGreaterThan(1000);
        assertThat(core.isAlive()).isTrue();
    }

    @Test
    void keepsItsDoorFromOtherUsers() throws Exception {
        Path socket = folder.resolve("core");
        Process core = core(socket, "nobody-else");
        Path loot = folder.resolve("loot");

        List<String> opened =
                burgle(Processes.hasTwoUsers() ? OTHER_USER : CORE_USER, core, socket, loot);

        assertThat(opened).containsExactly(Processes.hasTwoUsers() ? "" : "door");
        assertThat(hasAKey(loot)).isFalse();
    }

    @Test
    void servesAStackOfAnotherUserThatMay() throws Exception {
        Path socket = folder.resolve("core");
        var _ = core(socket, System.getProperty("user.name"));
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_1, "80");

        try (CoreKeySlots slots = CoreKeySlots.connect(socket)) {
            EndDevice device =
                    new EndDevice(
                            server.identity(), slots, DeviceMemory.volatileMemory(), new Random(1));
            JoinOutcome outcome = device.joinAccept(server.answer(device.joinRequest()).accept());

            assertThat(outcome).isInstanceOf(JoinOutcome.Joined.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 31, 33})
    void refusesKeysOfAnotherLength(int length) {
        KeySlotsContract.assertFault(
                Fault.Kind.BAD_INPUT,
                () -> {
                    try (KeySlots slots =
                            CoreProcess.read(
                                    Aes.best(),
                                    Channels.newChannel(
                                            new ByteArrayInputStream(new byte[length])))) {
                        assertThat(slots).isNull();
                    }
                });
    }
}
