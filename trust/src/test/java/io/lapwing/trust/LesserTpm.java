package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.vault.tpm.Tpm;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;

/// Sits before a TPM and hides TPM2_Rewrap, as on chips that lack it: it is missing from the list of commands, and refused.
final class LesserTpm implements AutoCloseable {
    /// TPM_CC_Rewrap and TPM_CC_GetCapability, TPM_CAP_COMMANDS (Part 2).
    private static final int REWRAP = 0x152;

    private static final int GET_CAPABILITY = 0x17A;
    private static final int CAP_COMMANDS = 2;

    /// TPM_ST_NO_SESSIONS, ten octets, TPM_RC_COMMAND_CODE.
    private static final Bytes REFUSAL = Bytes.hex("80010000000A00000143");

    private static final int HEADER_BYTES = 10;

    private final Path socket;
    private final ServerSocketChannel server;

    LesserTpm(Swtpm behind) {
        socket = behind.socket().resolveSibling("lesser");
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> serve(behind.socket()));
    }

    Tpm open() {
        return Swtpm.open(socket);
    }

    private void serve(Path behind) {
        try (SocketChannel client = server.accept();
                SocketChannel tpm = SocketChannel.open(UnixDomainSocketAddress.of(behind))) {
            var fromClient = new DataInputStream(Channels.newInputStream(client));
            var toClient = new DataOutputStream(Channels.newOutputStream(client));
            var fromTpm = new DataInputStream(Channels.newInputStream(tpm));
            var toTpm = new DataOutputStream(Channels.newOutputStream(tpm));
            while (true) {
                byte[] command = frame(fromClient);
                ByteBuffer words = ByteBuffer.wrap(command);
                if (words.getInt(6) == REWRAP) {
                    toClient.write(REFUSAL.toArray());
                } else {
                    toTpm.write(command);
                    byte[] response = frame(fromTpm);
                    if (words.getInt(6) == GET_CAPABILITY
                            && words.getInt(HEADER_BYTES) == CAP_COMMANDS) {
                        hideRewrap(ByteBuffer.wrap(response));
                    }
                    toClient.write(response);
                }
            }
        } catch (IOException e) {
            // Either side hung up: the test is over.
            assert !e.toString().isEmpty();
        }
    }

    /// Tag, size, code, and the rest of that size (Part 1, "Command structure").
    private static byte[] frame(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            throw new IOException("hung up");
        }
        byte[] frame = Arrays.copyOf(header, ByteBuffer.wrap(header).getInt(2));
        in.readFully(frame, HEADER_BYTES, frame.length - HEADER_BYTES);
        return frame;
    }

    /// After header, moreData, capability and count come the commands' attributes; it becomes the one before.
    private static void hideRewrap(ByteBuffer response) {
        for (int at = 23; at < response.capacity(); at += Integer.BYTES) {
            if ((response.getInt(at) & 0xffff) == REWRAP) {
                response.putInt(at, response.getInt(at - Integer.BYTES));
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
