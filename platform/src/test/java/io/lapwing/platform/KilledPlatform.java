package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.joinserver.Caller;
import io.lapwing.joinserver.JoinServer;
import io.lapwing.service.SecretReference;
import io.lapwing.service.http.HttpEvents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The process that is killed: a whole platform on a data folder that stays.
///
/// It loads what it needs and waits for a line on its standard input, so that it starts while another still runs. Then it
/// opens the platform, writes `ready PORT` to its standard output, where PORT is 0 without HTTPS, and answers the network server's
/// messages: each line `NUMBER BODY` of its standard input by a line `NUMBER BODY .`, bodies in hexadecimal, many at a time. It ends in order when its input does.
final class KilledPlatform {
    private static final Caller NETWORK_SERVER =
            new Caller(Optional.of(Players.NS_IDENTITY), "1", Bytes.of(new byte[32]));

    private static final int AES_KEY_BYTES = 16;

    private KilledPlatform() {}

    /// Serves until its input ends.
    ///
    /// @param args data folder, `pipe` or `https`, and for PostgreSQL its URL, user and password file
    public static void main(String[] args) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        warmUp(args.length == 2);
        if (in.readLine() != null) {
            open(in, args);
        }
    }

    /// What takes long the first time and belongs to no data folder: native libraries, above all.
    private static void warmUp(boolean embedded) throws SQLException {
        try (Secret key = Secret.random(AES_KEY_BYTES)) {
            Bytes _ = Aes.best().cmac(key, Bytes.EMPTY);
        }
        if (embedded) {
            DriverManager.getConnection("jdbc:sqlite::memory:").close();
        }
    }

    private static void open(BufferedReader in, String... args) throws IOException {
        var folder = new DataFolder(Path.of(args[0]));
        try (Platform platform = Platform.open(folder, config(args), Map.of())) {
            JoinServer server = platform.joinServer(JoinMetrics.start());
            if (args[1].equals("https")) {
                try (WebDoor door = WebDoor.open(platform, JoinMetrics.start(), HttpEvents.NONE)) {
                    serve(in, server, door.port());
                }
            } else {
                serve(in, server, 0);
            }
        }
    }

    private static PlatformConfig config(String... args) {
        return args.length == 2 ? RunningPlatform.embedded() : postgres(args[2], args[3], args[4]);
    }

    static PlatformConfig postgres(String url, String user, String passwordFile) {
        return RunningPlatform.with(
                new PlatformConfig.StoreConfig(
                        PlatformConfig.StoreEngine.POSTGRES,
                        Optional.of(URI.create(url)),
                        Optional.of(user),
                        Optional.of(SecretReference.parse("file:" + passwordFile))),
                PlatformConfig.VaultConfig.defaults());
    }

    private static void serve(BufferedReader in, JoinServer server, int port) throws IOException {
        System.out.println("ready " + port);
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String message = line;
                each.execute(() -> System.out.println(answer(server, message)));
            }
        }
    }

    private static String answer(JoinServer server, String line) {
        int space = line.indexOf(' ');
        JoinServer.Reply reply =
                server.answer(NETWORK_SERVER, Bytes.hex(line.substring(space + 1)));
        return line.substring(0, space) + " " + reply.body().toHex() + " .";
    }
}
