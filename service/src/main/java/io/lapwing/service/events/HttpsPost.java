package io.lapwing.service.events;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Posts a body to an address that was checked, and takes nothing of the answer but its status: no redirect is followed
/// and no body read (RFC 9112).
///
/// The JDK's client looks names up by itself, so that the address which it connects to is not the one that was checked.
final class HttpsPost {
    /// The longest status line.
    private static final int MAX_LINE_BYTES = 1_024;

    private static final int HTTPS_PORT = 443;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

    private final AddressRules addresses;
    private final SSLContext tls;
    private final Duration timeout;

    /// @param timeout for the whole of one exchange
    HttpsPost(AddressRules addresses, SSLContext tls, Duration timeout) {
        this.addresses = addresses;
        this.tls = tls;
        this.timeout = timeout;
    }

    /// The status of the answer.
    ///
    /// @throws Fault `FORBIDDEN` when the address is refused, `UNAVAILABLE` without an answer in time
    int post(URI url, Map<String, String> headers, Bytes body) {
        String host = AddressRules.host(url);
        InetAddress address = addresses.resolve(host);
        try (Socket plain = new Socket()) {
            Thread watch = Thread.ofVirtual().name("webhook-timeout").start(() -> cut(plain));
            try {
                return exchange(plain, address, url, headers, body);
            } finally {
                watch.interrupt();
            }
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, host + ": " + String.valueOf(e.getMessage()), e);
        }
    }

    private void cut(Socket socket) {
        try {
            Thread.sleep(timeout);
            socket.close();
        } catch (InterruptedException | IOException _) {
            Thread.currentThread().interrupt();
        }
    }

    private int exchange(
            Socket plain, InetAddress address, URI url, Map<String, String> headers, Bytes body)
            throws IOException {
        int timeoutMs = (int) timeout.toMillis();
        String host = AddressRules.host(url);
        int port = url.getPort() < 0 ? HTTPS_PORT : url.getPort();
        plain.setSoTimeout(timeoutMs);
        plain.connect(new InetSocketAddress(address, port), timeoutMs);
        try (SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, false)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            socket.setSSLParameters(parameters);
            OutputStream out = socket.getOutputStream();
            out.write(head(url, headers, body.length()).getBytes(StandardCharsets.US_ASCII));
            out.write(body.toArray());
            out.flush();
            return status(socket.getInputStream());
        }
    }

    private static String head(URI url, Map<String, String> headers, int length) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        StringBuilder head = new StringBuilder("POST ").append(path);
        if (url.getRawQuery() != null) {
            head.append('?').append(url.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(url.getRawAuthority());
        head.append("\r\nContent-Length: ").append(length).append("\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private static int status(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() >= MAX_LINE_BYTES) {
                throw new IOException("no HTTP status in the answer");
            }
            line.append((char) next);
        }
        Matcher matcher = STATUS.matcher(line.toString().strip());
        if (!matcher.matches()) {
            throw new IOException("no HTTP status in the answer");
        }
        return Integer.parseInt(matcher.group(1));
    }
}
