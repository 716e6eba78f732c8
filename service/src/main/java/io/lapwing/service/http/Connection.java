package io.lapwing.service.http;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.PeerIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/// One connection as the server watches it: who is there, and until when it may take.
///
/// Its own thread sets the deadline, the sweep of [Connections] reads it.
final class Connection {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int NETWORK_BYTES = 8;

    private final Thread thread = Thread.currentThread();
    private final Socket socket;
    private final HttpLimits limits;
    private final String remote;
    private final Bytes network;
    private volatile long deadlineNanos;
    private volatile boolean endless;
    private long streamEndNanos;
    private State state = State.IDLE;
    private Optional<X509Certificate> certificate = Optional.empty();
    private Optional<PeerIdentity> peer = Optional.empty();

    private enum State {
        IDLE,
        REQUEST,
        STREAM
    }

    Connection(Socket socket, HttpLimits limits) {
        this.socket = socket;
        this.limits = limits;
        remote = String.valueOf(socket.getRemoteSocketAddress()).replaceFirst("^.*/", "");
        network = network(socket);
        deadlineNanos = System.nanoTime() + limits.handshake().toNanos();
    }

    Thread thread() {
        return thread;
    }

    String remote() {
        return remote;
    }

    /// Whose connections are counted together: an IPv4 address, or the /64 of an IPv6 address, which is one household's.
    Bytes network() {
        return network;
    }

    private static Bytes network(Socket socket) {
        byte[] address =
                socket.getRemoteSocketAddress() instanceof InetSocketAddress from
                        ? from.getAddress().getAddress()
                        : new byte[0];
        return Bytes.of(Arrays.copyOf(address, Math.min(address.length, NETWORK_BYTES)));
    }

    Optional<X509Certificate> certificate() {
        return certificate;
    }

    Optional<PeerIdentity> peer() {
        return peer;
    }

    void authenticated(Optional<X509Certificate> shown) {
        certificate = shown;
        peer = shown.flatMap(PeerIdentity::of);
        deadlineNanos = NEVER;
    }

    /// Waits for octets: the deadline of a request under way stays, else the idle time starts, within a stream's whole time.
    void reading() {
        long idleNanos = System.nanoTime() + limits.idle().toNanos();
        switch (state) {
            case IDLE -> deadlineNanos = idleNanos;
            case STREAM ->
                    deadlineNanos = idleNanos - streamEndNanos < 0 ? idleNanos : streamEndNanos;
            case REQUEST -> {
                // its time runs
            }
        }
    }

    /// Octets came: the first of a request starts its time.
    void read() {
        switch (state) {
            case IDLE -> {
                state = State.REQUEST;
                deadlineNanos = System.nanoTime() + limits.request().toNanos();
            }
            case STREAM -> deadlineNanos = NEVER;
            case REQUEST -> {
                // its time runs
            }
        }
    }

    /// The body is left to the handler, which reads it in its own time; a pause as long as the idle time ends it, and the
    /// end of the time for a whole stream: octets that trickle in hold nothing for ever.
    void streaming() {
        state = State.STREAM;
        streamEndNanos = System.nanoTime() + limits.stream().toNanos();
        deadlineNanos = NEVER;
    }

    /// The request is whole, or nobody wants the rest of it.
    void requestRead() {
        state = State.IDLE;
        deadlineNanos = NEVER;
    }

    void writing() {
        deadlineNanos = System.nanoTime() + limits.write().toNanos();
    }

    void written() {
        deadlineNanos = NEVER;
    }

    /// What is answered has no end of its own.
    void endless(boolean now) {
        endless = now;
    }

    /// Tells the writer of an endless answer that it is over.
    void endIfEndless() {
        if (endless) {
            thread.interrupt();
        }
    }

    boolean overdue(long nowNanos) {
        long deadline = deadlineNanos;
        return deadline != NEVER && nowNanos - deadline > 0;
    }

    /// Ends the connection from another thread: its reads and writes fail.
    void cut() {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed as far as can be
        }
    }
}
