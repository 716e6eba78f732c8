package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The process that is killed: a whole platform on a data folder that stays.
///
/// It writes `ready PORT` to its standard output, where PORT is 0 without HTTPS, and then answers the network server's
/// messages: each line `NUMBER BODY` of its standard input by a line `NUMBER BODY .`, bodies in hexadecimal, many at a time. It ends in order when its input does.
final class KilledPlatform {
    private static final Caller NETWORK_SERVER =
            new Caller(Optional.of(Players.NS_IDENTITY), "1", Bytes.of(new byte[32]));

    private KilledPlatform() {}

    /// Serves until its input ends.
    ///
    /// @param args data folder, `pipe` or `https`, and for PostgreSQL its URL, user and password file
    public static void main(String[] args) throws IOException {
        var folder = new DataFolder(Path.of(args[0]));
        try (Platform platform = Platform.open(folder, config(args), Map.of())) {
            JoinServer server = platform.joinServer(JoinMetrics.start());
            if (args[1].equals("https")) {
                try (WebDoor door = WebDoor.open(platform, JoinMetrics.start(), HttpEvents.NONE)) {
                    serve(server, door.port());
                }
            } else {
                serve(server, 0);
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

    private static void serve(JoinServer server, int port) throws IOException {
        System.out.println("ready " + port);
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor();
                var in =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
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
