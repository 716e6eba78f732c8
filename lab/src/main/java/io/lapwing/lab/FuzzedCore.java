package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.device.CoreServer;
import io.lapwing.device.JoinAttempt;
import io.lapwing.device.KeySlot;
import io.lapwing.device.KeySlots;
import io.lapwing.device.SoftKeySlots;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.ProtectedJoinAccept;
import io.lapwing.service.TemporaryFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// A secure core behind its door, in this process, whose keys are renewed for each input.
final class FuzzedCore {
    private static final int ROOM_BYTES = 4_096;

    private final Renewed slots;
    private final Path socket;

    FuzzedCore(Aes aes) {
        slots = new Renewed(aes);
        TemporaryFolder folder = TemporaryFolder.of("lapwing-fuzz");
        Runtime.getRuntime().addShutdownHook(new Thread(folder::close));
        socket = folder.path().resolve("core");
        CoreServer server = CoreServer.open(slots, socket, Set.of());
        Thread.ofPlatform().daemon().name("core").start(server::serve);
    }

    /// Sends octets to the door and hangs up.
    ///
    /// @return all that came back until the core hung up too
    Bytes exchange(Bytes octets) {
        slots.renew();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            say(channel, octets);
            return hear(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(SocketChannel channel, Bytes octets) {
        try {
            ByteBuffer left = ByteBuffer.wrap(octets.toArray());
            while (left.hasRemaining()) {
                int _ = channel.write(left);
            }
            var _ = channel.shutdownOutput();
        } catch (IOException _) {
            // It hung up at what it heard: what it said is still to be read.
            return;
        }
    }

    private static Bytes hear(SocketChannel channel) {
        ByteBuffer room = ByteBuffer.allocate(ROOM_BYTES);
        var heard = new ByteArrayOutputStream();
        try {
            while (channel.read(room.clear()) >= 0) {
                heard.write(room.array(), 0, room.position());
            }
        } catch (IOException _) {
            // It hung up before it had read everything.
            return Bytes.of(heard.toByteArray());
        }
        return Bytes.of(heard.toByteArray());
    }

    /// Slots that are new for each input, whatever the last one did to them.
    private static final class Renewed implements KeySlots {
        private final Aes aes;
        private volatile KeySlots now;

        Renewed(Aes aes) {
            this.aes = aes;
            now = fresh(aes);
        }

        private static KeySlots fresh(Aes aes) {
            return SoftKeySlots.of11(
                    aes,
                    Secret.take(FuzzedCard.NWK_KEY.toArray()),
                    Secret.take(FuzzedCard.APP_KEY.toArray()));
        }

        void renew() {
            now.close();
            now = fresh(aes);
        }

        @Override
        public Bytes cmac(KeySlot slot, Bytes message) {
            return now.cmac(slot, message);
        }

        @Override
        public Bytes encrypt(KeySlot slot, Bytes blocks) {
            return now.encrypt(slot, blocks);
        }

        @Override
        public void derive(KeySlot from, Bytes block, KeySlot into) {
            now.derive(from, block, into);
        }

        @Override
        public Optional<JoinAccept> openJoinAccept(ProtectedJoinAccept frame, JoinAttempt attempt) {
            return now.openJoinAccept(frame, attempt);
        }

        @Override
        public void close() {
            now.close();
        }
    }
}
