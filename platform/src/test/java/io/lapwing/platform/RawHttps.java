package io.lapwing.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One HTTPS connection on which anything is sent, right or wrong (RFC 9112).
final class RawHttps implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final SSLSocket socket;

    /// @param from the address that it comes from: any of 127.0.0.0/8
    RawHttps(SSLContext tls, InetAddress from, int port) {
        try {
            socket = (SSLSocket) tls.getSocketFactory().createSocket();
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.startHandshake();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What came back.
    ///
    /// @param head the status line and the headers as they came
    record Answer(int status, String head, String body) {
        /// The values of a header.
        List<String> all(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .toList();
        }

        Optional<String> header(String name) {
            return all(name).stream().findFirst();
        }
    }

    /// A request with its length.
    Answer send(String method, String path, Map<String, String> headers, String body) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (!headers.containsKey("Host")) {
            head.append("Host: localhost\r\n");
        }
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        if (length > 0 || !method.equals("GET")) {
            head.append("Content-Length: " + length + "\r\n");
        }
        write(head + "\r\n" + body);
        return receive();
    }

    void write(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next answer.
    Answer receive() {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    throw new IOException("connection ended after: " + head);
                }
                head.append((char) octet);
            }
            Answer bare = new Answer(Integer.parseInt(head.substring(9, 12)), head.toString(), "");
            return new Answer(bare.status(), bare.head(), body(in, bare));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String body(InputStream in, Answer head) throws IOException {
        if (head.header("Transfer-Encoding").isPresent()) {
            return chunks(in);
        }
        int length = head.header("Content-Length").map(Integer::parseInt).orElse(0);
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            all.write(in.readNBytes(size));
            in.skipNBytes(2);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static int size(InputStream in) throws IOException {
        List<Integer> line = new ArrayList<>();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            line.add(octet);
        }
        StringBuilder hex = new StringBuilder();
        line.forEach(octet -> hex.append((char) octet.intValue()));
        return Integer.parseInt(hex.toString().strip(), 16);
    }

    /// Whether the server has ended the connection, with nothing more on it.
    boolean ended() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (javax.net.ssl.SSLException | java.net.SocketException _) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
