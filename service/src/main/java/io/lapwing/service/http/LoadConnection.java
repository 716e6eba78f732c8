package io.lapwing.service.http;

import io.lapwing.crypto.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One keep-alive HTTPS connection that costs as little as it can, for measuring servers: it posts to one path, or sends
/// requests that are octets already.
///
/// It understands what our server answers: HTTP/1.1 with `Content-Length`. Buffers are used again; one thread each.
public final class LoadConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final byte[] LENGTH = ascii("content-length:");

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] head;
    private final byte[] sent = new byte[BUFFER_BYTES];
    private byte[] got = new byte[BUFFER_BYTES];
    private int bodyStart;
    private int bodyLength;

    /// Connects and shakes hands.
    ///
    /// @param timeoutMs for the connection and for each wait for octets
    public LoadConnection(SSLContext context, InetSocketAddress server, String path, int timeoutMs)
            throws IOException {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(server, timeoutMs);
            plain.setSoTimeout(timeoutMs);
            socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(
                                            plain, server.getHostString(), server.getPort(), true);
            socket.startHandshake();
            in = socket.getInputStream();
            out = socket.getOutputStream();
        } catch (IOException e) {
            plain.close();
            throw e;
        }
        head =
                ascii(
                        "POST "
                                + (path + " HTTP/1.1\r\nHost: " + server.getHostString())
                                + "\r\nContent-Type: application/json\r\nContent-Length: ");
    }

    /// Posts the body and reads the answer whole.
    ///
    /// @return the status
    public int post(byte[] body) throws IOException {
        return post(body, body.length);
    }

    /// As [#post(byte[])], of the first `length` octets.
    public int post(byte[] body, int length) throws IOException {
        byte[] digits = ascii(Integer.toString(length));
        int total = head.length + digits.length + 4 + length;
        if (total > BUFFER_BYTES) {
            throw Fault.badInput("body of " + length + " bytes: want at most " + BUFFER_BYTES);
        }
        int at = append(head, head.length, 0);
        at = append(digits, digits.length, at);
        sent[at++] = '\r';
        sent[at++] = '\n';
        sent[at++] = '\r';
        sent[at++] = '\n';
        at = append(body, length, at);
        out.write(sent, 0, at);
        out.flush();
        return receive();
    }

    /// Sends a whole request, head and body as they go over the line, and reads the answer whole.
    ///
    /// @return the status
    public int exchange(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        return receive();
    }

    /// The values of a header of the last answer, in their order.
    ///
    /// @param name in lower case
    public List<String> header(String name) {
        return new String(got, 0, bodyStart, StandardCharsets.ISO_8859_1)
                .lines()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts[0].toLowerCase(Locale.ROOT).equals(name))
                .map(parts -> parts[1].strip())
                .toList();
    }

    /// The body of the last answer.
    public byte[] answer() {
        return Arrays.copyOfRange(got, bodyStart, bodyStart + bodyLength);
    }

    private int append(byte[] octets, int length, int at) {
        System.arraycopy(octets, 0, sent, at, length);
        return at + length;
    }

    private int receive() throws IOException {
        int have = 0;
        int end = -1;
        while (end < 0) {
            int from = Math.max(0, have - 3);
            have = fill(have);
            end = endOfHead(from, have);
        }
        bodyStart = end;
        bodyLength = contentLength(end);
        if (bodyStart + bodyLength > MAX_ANSWER_BYTES) {
            throw new IOException("answer over " + MAX_ANSWER_BYTES + " bytes");
        }
        if (bodyStart + bodyLength > got.length) {
            got = Arrays.copyOf(got, MAX_ANSWER_BYTES);
        }
        while (have < bodyStart + bodyLength) {
            have = fill(have);
        }
        // "HTTP/1.1 200": the status is three digits after nine octets (RFC 9112 §4)
        return (got[9] - '0') * 100 + (got[10] - '0') * 10 + (got[11] - '0');
    }

    private int fill(int have) throws IOException {
        int count = in.read(got, have, got.length - have);
        if (count <= 0) {
            throw new EOFException("connection ended after " + have + " bytes of an answer");
        }
        return have + count;
    }

    private int endOfHead(int from, int have) {
        for (int i = from; i + 3 < have; i++) {
            if (got[i] == '\r' && got[i + 1] == '\n' && got[i + 2] == '\r' && got[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private int contentLength(int end) {
        for (int i = 0; i + LENGTH.length < end; i++) {
            if (got[i] == '\n' && named(i + 1)) {
                return number(i + 1 + LENGTH.length, end);
            }
        }
        return 0;
    }

    private boolean named(int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            if ((got[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private int number(int from, int end) {
        int value = 0;
        for (int i = from; i < end && got[i] != '\r'; i++) {
            if (got[i] != ' ') {
                value = value * 10 + (got[i] - '0');
            }
        }
        return value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
