package io.lapwing.service.http;

import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A TLS context in front of the one in force, which [#reload] replaces: connections made afterwards show the new
/// certificate, trust the new authorities, and cannot resume a session that the old ones vouched for.
///
/// Each accepted socket becomes a [WatchedSocket]. Helidon makes its sockets through `createSocket(Socket, InputStream,
/// boolean)` and gives them no parameters: the need for client certificates and the protocols are set here.
final class TlsGate extends SSLContextSpi {
    private final HttpConfig config;
    private final Connections connections;
    private final HttpEvents events;
    private final Sockets sockets = new Sockets();
    private volatile InForce inForce;

    private record InForce(SSLContext context, TlsMaterial material) {}

    TlsGate(HttpConfig config, Connections connections, HttpEvents events, TlsMaterial material) {
        this.config = config;
        this.connections = connections;
        this.events = events;
        inForce = new InForce(TlsContexts.of(material), material);
    }

    /// This gate as what Helidon takes.
    SSLContext context() {
        return new Context(this, inForce.context());
    }

    void reload(TlsMaterial material) {
        inForce = new InForce(TlsContexts.of(material), material);
    }

    boolean revoked(X509Certificate certificate) {
        return inForce.material().revoked().test(certificate);
    }

    private SSLSocket accept(Socket socket) throws IOException {
        HttpLimits limits = config.limits();
        Connection connection = new Connection(socket, limits);
        if (!connections.opened(connection, limits.connectionsPerAddress())) {
            String why =
                    "more connections of one address: want at most "
                            + limits.connectionsPerAddress();
            events.handshakeRefused(connection.remote(), why);
            connection.cut();
            throw new IOException(why);
        }
        try {
            return watched(socket, connection);
        } catch (IOException | RuntimeException e) {
            connections.closed(connection);
            throw e;
        }
    }

    private SSLSocket watched(Socket socket, Connection connection) throws IOException {
        SSLSocketFactory factory = inForce.context().getSocketFactory();
        SSLSocket tls =
                (SSLSocket) factory.createSocket(socket, (@Nullable InputStream) null, true);
        tls.setUseClientMode(false);
        tls.setSSLParameters(parameters());
        return new WatchedSocket(tls, connection, connections, events);
    }

    private SSLParameters parameters() {
        SSLParameters parameters = inForce.context().getDefaultSSLParameters();
        parameters.setProtocols(
                config.allowTls12()
                        ? new String[] {"TLSv1.3", "TLSv1.2"}
                        : new String[] {"TLSv1.3"});
        parameters.setUseCipherSuitesOrder(true);
        switch (config.clientCertificates()) {
            case REQUIRED -> parameters.setNeedClientAuth(true);
            case OPTIONAL -> parameters.setWantClientAuth(true);
        }
        return parameters;
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return sockets;
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return inForce.context().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return inForce.context().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return inForce.context().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return inForce.context().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return inForce.context().getClientSessionContext();
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys,
            TrustManager @Nullable [] trust,
            @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("made from certificates: reload instead");
    }

    private static final class Context extends SSLContext {
        Context(TlsGate gate, SSLContext like) {
            super(gate, like.getProvider(), like.getProtocol());
        }
    }

    /// Wraps sockets that are connected already; it opens none.
    private final class Sockets extends SSLSocketFactory {
        @Override
        public Socket createSocket(Socket socket, @Nullable InputStream consumed, boolean autoClose)
                throws IOException {
            return accept(socket);
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
                throws IOException {
            return accept(socket);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return inForce.context().getSocketFactory().getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return inForce.context().getSocketFactory().getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw opensNone();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort)
                throws IOException {
            throw opensNone();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw opensNone();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
                throws IOException {
            throw opensNone();
        }

        private static IOException opensNone() {
            return new IOException("a server's gate opens no connections");
        }
    }
}
