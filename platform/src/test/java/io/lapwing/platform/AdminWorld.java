package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.joinserver.Caller;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.service.Json;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.TemporaryFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// An instance in a temporary folder with the network server `acme` entered and the application server's wrapping key,
/// and a command line for its administrators.
final class AdminWorld {
    static final String JOIN_EUI = "70B3D57ED0000000";
    static final String NET_ID = "000013";
    static final String KEY = "000102030405060708090A0B0C0D0E0F";

    private static final int COUNTED = 2_000_000;

    final Path folder;
    private final Path data;
    private PlatformConfig config =
            RunningPlatform.with(
                    PlatformConfig.StoreConfig.defaults(), PlatformConfig.VaultConfig.defaults());
    private String out = "";
    private String err = "";

    private AdminWorld(Path folder) {
        this.folder = folder;
        this.data = folder.resolve("d");
    }

    static AdminWorld in(Path folder) {
        AdminWorld world = new AdminWorld(folder);
        copy(Template.DATA, world.data);
        return world;
    }

    /// A command line over a data folder that is still to be made.
    static AdminWorld empty(Path folder) {
        return new AdminWorld(folder);
    }

    /// A second command line over the same.
    static AdminWorld beside(AdminWorld world) {
        return new AdminWorld(world.folder);
    }

    /// An instance made once for all tests and copied: its vault's RSA key pair takes a second to make.
    private static final class Template {
        private static final Path DATA = make();

        private static Path make() {
            TemporaryFolder folder = TemporaryFolder.of("lapwing-admin");
            AdminWorld world = new AdminWorld(folder.path());
            try (Platform platform = world.open()) {
                enter(world, platform);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(folder::close));
            return world.data;
        }

        private static void enter(AdminWorld world, Platform platform) {
            world.sealed(platform, KEY, "ns.jwe");
            world.inside(platform, "receiver", "import", "network-server", "acme", "ns.jwe");
            world.inside(platform, "receiver", "import", "application-server", "as-1", "ns.jwe");
            int code =
                    world.inside(
                            platform,
                            "peer",
                            "add",
                            "network-server",
                            "acme",
                            "--net-id",
                            NET_ID,
                            "--join-eui",
                            JOIN_EUI + "/40",
                            "--key",
                            "acme");
            assertThat(code).as(world.err()).isZero();
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(
                        path,
                        to.resolve(from.relativize(path).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same network server and wrapping key on a store of this configuration, which its commands use from then on.
    static AdminWorld on(Path folder, PlatformConfig config) {
        AdminWorld world = new AdminWorld(folder);
        world.config = config;
        try (Platform platform = world.open()) {
            Template.enter(world, platform);
        }
        return world;
    }

    Platform open() {
        return Platform.open(new DataFolder(data), config, Map.of());
    }

    /// Moves to another store.
    void moveTo(PlatformConfig other) {
        config = other;
    }

    Path data() {
        return data;
    }

    /// A command as it is typed, which opens the folder or finds the running platform.
    int run(String... args) {
        return runWith("", args);
    }

    /// The same with this on standard input.
    int runWith(String input, String... args) {
        List<String> line = new ArrayList<>(List.of("--data", data.toString(), "admin"));
        line.addAll(List.of(args));
        return with(input, "anna", here -> Shell.run(here, line.toArray(String[]::new)));
    }

    /// A command inside of a platform that is open.
    int inside(Platform platform, String... args) {
        return insideAs("anna", platform, args);
    }

    int insideAs(String user, Platform platform, String... args) {
        List<String> line = new ArrayList<>(List.of("admin"));
        line.addAll(List.of(args));
        return with("", user, here -> Shell.runInside(platform, here, line.toArray(String[]::new)));
    }

    private interface Work {
        int run(Surroundings here);
    }

    private int with(String input, String user, Work work) {
        StringWriter toOut = new StringWriter();
        StringWriter toErr = new StringWriter();
        int code =
                work.run(
                        new Surroundings(
                                new PrintWriter(toOut, true),
                                new PrintWriter(toErr, true),
                                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                                Map.of(),
                                folder,
                                folder,
                                user));
        out = toOut.toString();
        err = toErr.toString();
        return code;
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }

    /// What the last command wrote, as one JSON document.
    Map<?, ?> json() {
        return Json.strict()
                .build()
                .read(Bytes.of(out.getBytes(StandardCharsets.UTF_8)), Map.class);
    }

    /// An object inside of one.
    static Map<?, ?> object(Map<?, ?> document, String name) {
        if (document.get(name) instanceof Map<?, ?> object) {
            return object;
        }
        throw new AssertionError("no object " + name + " in " + document);
    }

    /// Asks for the destruction of a version of the vault key.
    int askToDestroy(Platform platform, int version) {
        return inside(
                platform,
                "approval",
                "ask",
                "vault-destroy",
                "--set",
                "version=" + version,
                "--reason",
                "rotated",
                "--json");
    }

    /// Writes a key, sealed to the vault's import key, into a file of the folder.
    void sealed(Platform platform, String hex, String name) {
        try (Secret key = Secret.take(Bytes.hex(hex).toArray())) {
            write(name, JweSeal.seal(platform.vault().importKey(), key));
        }
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a device with AppKey [#KEY], whose AppSKey goes out with the join.
    void device(Platform platform, String devEui, String macVersion) {
        create(platform, devEui, macVersion, "--as-key", "as-1");
    }

    /// Makes a device with AppKey [#KEY].
    void create(Platform platform, String devEui, String macVersion, String... options) {
        sealed(platform, KEY, "app.jwe");
        List<String> command = new ArrayList<>();
        command.addAll(List.of("device", "create", devEui, "--join-eui", JOIN_EUI));
        command.addAll(List.of("--mac", macVersion, "--app-key", "app.jwe"));
        command.addAll(List.of(options));
        int code = inside(platform, command.toArray(String[]::new));
        assertThat(code).as(err).isZero();
    }

    /// The result code of a join of such a device, as the network server `acme` sends it.
    static String join(Platform platform, String devEui, String macVersion, int devNonce) {
        Bytes body =
                Bytes.of(
                        """
                        {"ProtocolVersion":"1.0","SenderID":"%s","ReceiverID":"%s","TransactionID":%d,\
                        "MessageType":"JoinReq","MACVersion":"%s","PHYPayload":"%s","DevEUI":"%s",\
                        "DevAddr":"01020304","DLSettings":"00","RxDelay":1}\
                        """
                                .formatted(
                                        NET_ID,
                                        JOIN_EUI,
                                        COUNTED + devNonce,
                                        macVersion,
                                        frame(devEui, devNonce),
                                        devEui)
                                .getBytes(StandardCharsets.UTF_8));
        Caller acme =
                new Caller(
                        Optional.of(new PeerIdentity("network-server", "acme")),
                        "1",
                        Bytes.of(new byte[32]));
        Bytes answer = platform.joinServer(JoinMetrics.start()).answer(acme, body).body();
        Map<?, ?> said = Json.strict().build().read(answer, Map.class);
        return String.valueOf(object(said, "Result").get("ResultCode"));
    }

    private static String frame(String devEui, int devNonce) {
        try (Secret key = Secret.take(Bytes.hex(KEY).toArray())) {
            return JoinRequest.signed(
                            Eui64.parse(JOIN_EUI),
                            Eui64.parse(devEui),
                            new DevNonce(devNonce),
                            input -> Aes.best().cmac(key, input))
                    .phyPayload()
                    .toString();
        }
    }
}
