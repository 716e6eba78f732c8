package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// A message and its reply over a Unix-domain socket with nothing behind it: what a call to another process cannot do without.
final class BenchEcho implements AutoCloseable {
    private final SocketChannel client;
    private final SocketChannel server;
    private final ByteBuffer message;
    private final ByteBuffer reply;

    private BenchEcho(SocketChannel client, SocketChannel server, int asks, int replies) {
        this.client = client;
        this.server = server;
        message = ByteBuffer.allocateDirect(asks);
        reply = ByteBuffer.allocateDirect(replies);
    }

    /// @param socket need not exist; its folder must
    /// @param asks octets of a message
    /// @param replies octets of its reply
    static BenchEcho open(Path socket, int asks, int replies) {
        var address = UnixDomainSocketAddress.of(socket);
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(address);
            SocketChannel client = SocketChannel.open(address);
            BenchEcho echo = new BenchEcho(client, listening.accept(), asks, replies);
            Thread.ofPlatform().daemon().start(() -> echo.serve(asks, replies));
            return echo;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void serve(int asks, int replies) {
        ByteBuffer in = ByteBuffer.allocateDirect(asks);
        ByteBuffer out = ByteBuffer.allocateDirect(replies);
        try {
            while (server.read(in.clear()) > 0) {
                while (in.hasRemaining() && server.read(in) > 0) {
                    // The rest of the message.
                }
                writeAll(server, out.clear());
            }
        } catch (IOException _) {
            // It was closed.
            return;
        }
    }

    void exchange() {
        try {
            writeAll(client, message.clear());
            reply.clear();
            while (reply.hasRemaining()) {
                if (client.read(reply) < 0) {
                    throw new IOException("the other side has gone");
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void writeAll(SocketChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            int _ = channel.write(octets);
        }
    }

    private static Fault failed(IOException cause) {
        return new Fault(Fault.Kind.UNAVAILABLE, "a Unix-domain socket failed", cause);
    }

    @Override
    public void close() {
        try {
            client.close();
            server.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
