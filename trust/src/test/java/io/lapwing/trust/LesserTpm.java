package io.lapwing.trust;

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

/// Sits before a TPM and hides TPM2_Rewrap, as on chips that lack it: it is missing from the list of commands, and refused.
final class LesserTpm implements AutoCloseable {
    /// TPM_CC_Rewrap and TPM_CC_GetCapability, TPM_CAP_COMMANDS, TPM_RC_COMMAND_CODE (Part 2).
    private static final int REWRAP = 0x152;

    private static final int GET_CAPABILITY = 0x17A;
    private static final int CAP_COMMANDS = 2;
    private static final int RC_COMMAND_CODE = 0x143;
    private static final int ST_NO_SESSIONS = 0x8001;
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
                ByteBuffer command = frame(fromClient);
                if (command.getInt(6) == REWRAP) {
                    toClient.write(refusal());
                } else {
                    toTpm.write(command.array());
                    ByteBuffer response = frame(fromTpm);
                    boolean lists =
                            command.getInt(6) == GET_CAPABILITY
                                    && command.getInt(HEADER_BYTES) == CAP_COMMANDS;
                    toClient.write((lists ? withoutRewrap(response) : response).array());
                }
            }
        } catch (IOException e) {
            // Either side hung up: the test is over.
            assert !e.toString().isEmpty();
        }
    }

    /// Tag, size, code, and the rest of that size (Part 1, "Command structure").
    private static ByteBuffer frame(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            throw new IOException("hung up");
        }
        ByteBuffer frame = ByteBuffer.allocate(ByteBuffer.wrap(header).getInt(2)).put(header);
        frame.put(in.readNBytes(frame.remaining()));
        return frame;
    }

    private static byte[] refusal() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putShort((short) ST_NO_SESSIONS)
                .putInt(HEADER_BYTES)
                .putInt(RC_COMMAND_CODE)
                .array();
    }

    /// After header, moreData, capability and count come the commands' attributes; it becomes the one before.
    private static ByteBuffer withoutRewrap(ByteBuffer response) {
        for (int at = 23; at < response.capacity(); at += Integer.BYTES) {
            if ((response.getInt(at) & 0xffff) == REWRAP) {
                response.putInt(at, response.getInt(at - Integer.BYTES));
            }
        }
        return response;
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
