package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The core's door, with the core in this process: what goes through it, and what does not.
class CoreKeySlotsTest extends KeySlotsContract {
    private static final Bytes KEY = Bytes.hex("BEC499C69E9C939E413B663961636C61");

    @TempDir private static Path folder;

    private static final List<CoreServer> SERVERS = new ArrayList<>();

    @Override
    KeySlots slots(Bytes nwkKey, Bytes appKey) {
        return CoreKeySlots.connect(serve(nwkKey, appKey, Duration.ofSeconds(2)));
    }

    private Path serve(Bytes nwkKey, Bytes appKey, Duration patience) {
        Path socket = folder.resolve("core-" + System.nanoTime());
        CoreServer server =
                CoreServer.open(
                        SoftKeySlots.of11(
                                Aes.best(),
                                Secret.take(nwkKey.toArray()),
                                Secret.take(appKey.toArray())),
                        DoorSettings.at(socket).patient(patience));
        SERVERS.add(server);
        Thread.ofPlatform().daemon().start(server::serve);
        return socket;
    }

    @AfterEach
    void closeServers() {
        SERVERS.forEach(CoreServer::close);
        SERVERS.clear();
    }

    @Test
    void wipesEveryKeyWhenAsked() {
        try (CoreKeySlots slots = CoreKeySlots.connect(serve(KEY, KEY, Duration.ofSeconds(2)))) {
            assertThat(slots.cmac(KeySlot.APP_KEY, KEY).length()).isEqualTo(16);

            slots.wipe();

            assertFault(Fault.Kind.NOT_FOUND, () -> slots.cmac(KeySlot.APP_KEY, KEY));
            assertFault(Fault.Kind.NOT_FOUND, () -> slots.cmac(KeySlot.NWK_KEY, KEY));
        }
    }

    @Test
    void isForItsOwnUserAlone() throws IOException {
        Path socket = serve(KEY, KEY, Duration.ofSeconds(2));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void isServedOnce() throws IOException {
        Path socket = serve(KEY, KEY, Duration.ofSeconds(2));
        Path file = Files.createFile(folder.resolve("no-socket"));
        KeySlots other = SoftKeySlots.of10(Aes.best(), Secret.random(16));

        assertFault(Fault.Kind.CONFLICT, () -> CoreServer.open(other, DoorSettings.at(socket)));
        assertFault(Fault.Kind.CONFLICT, () -> CoreServer.open(other, DoorSettings.at(file)));
        assertThat(file).exists();
    }

    @Test
    void saysThatNobodyIsThere() {
        assertFault(Fault.Kind.UNAVAILABLE, () -> CoreKeySlots.connect(folder.resolve("nobody")));
    }

    @Test
    void comesBackToACallerThatWasLetGo() throws IOException {
        Path socket = serve(KEY, KEY, Duration.ofSeconds(2));
        try (CoreKeySlots slots = CoreKeySlots.connect(socket)) {
            Bytes before = slots.cmac(KeySlot.APP_KEY, KEY);
            List<SocketChannel> crowd = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                SocketChannel one = connect(socket);
                assertThat(say(one, "00010C")).startsWith("01");
                crowd.add(one);
            }

            assertThat(slots.cmac(KeySlot.APP_KEY, KEY)).isEqualTo(before);
            for (SocketChannel one : crowd) {
                one.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "000100, operation 0: want 1 to 5",
        "000106, operation 6: want 1 to 5",
        "000101, request of 1 bytes: want at least 2",
        "00020109, slot 9: want 0 to 7",
        "00030301FF, slot 255: want 0 to 7",
        "00020500, wipe of 2 bytes: want the operation alone",
        "000304FF01, request of 3 bytes: want at least 13",
        "000D04FF02000000000000000000010001, version 2: want 0 for 1.0.x or 1 for 1.1",
        "000D040500000000000000000000010001, JoinReqType 5: want 255",
        "000D04FF01000000000000000000010001, join-accept of 1 bytes: want 17",
        "0000, message of 0 bytes: want 1 to 1024",
        "0401, message of 1025 bytes: want 1 to 1024",
        "FFFF, message of 65535 bytes: want 1 to 1024",
    })
    void refusesWhatIsNoRequest(String sent, String why) throws IOException {
        try (SocketChannel caller = connect(serve(KEY, KEY, Duration.ofSeconds(2)))) {
            Bytes reply = Bytes.hex(say(caller, sent));

            assertThat(reply.at(0)).isEqualTo(1);
            assertThat(new String(reply.toArray(), StandardCharsets.UTF_8)).contains(why);
        }
    }

    @Test
    void letsGoWhoIsSlow() throws IOException {
        Path socket = serve(KEY, KEY, Duration.ofMillis(50));
        try (SocketChannel slow = connect(socket);
                CoreKeySlots other = CoreKeySlots.connect(socket)) {
            slow.write(ByteBuffer.wrap(Bytes.hex("0010").toArray()));

            assertThat(other.cmac(KeySlot.APP_KEY, KEY).length()).isEqualTo(16);
            assertThat(slow.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void letsGoWhoDoesNotRead() throws IOException {
        try (SocketChannel deaf = connect(serve(KEY, KEY, Duration.ofSeconds(2)))) {
            ByteBuffer request = ByteBuffer.wrap(Bytes.hex("00010C").toArray());

            assertThat(endsAfter(deaf, request, 1_000_000)).isTrue();
        }
    }

    private static boolean endsAfter(SocketChannel channel, ByteBuffer request, int most) {
        try {
            for (int i = 0; i < most; i++) {
                channel.write(request.rewind());
            }
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private static SocketChannel connect(Path socket) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    /// Sends octets and gives the reply's message.
    private static String say(SocketChannel channel, String hex) throws IOException {
        channel.write(ByteBuffer.wrap(Bytes.hex(hex).toArray()));
        DoorFrame frame = new DoorFrame();
        while (true) {
            var reply = frame.next();
            if (reply.isPresent()) {
                return reply.get().toHex();
            }
            if (channel.read(frame.room()) < 0) {
                throw new IOException("the core hung up");
            }
        }
    }
}
