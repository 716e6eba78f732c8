package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;

/// The door for administrators of a running platform: a Unix socket in the data folder.
///
/// Who may open it is the file system's decision (mode 0600 in a folder of mode 0700); who did is what the kernel says
/// of the peer, and goes into the audit log.
final class AdminSocket implements AutoCloseable {
    /// More administrators than this at once are refused.
    static final int MAX_CALLERS = 8;

    private static final Logger LOG = System.getLogger(AdminSocket.class.getName());

    /// Runs one command line for one caller.
    @FunctionalInterface
    interface Commands {
        /// Runs it, and returns the number of an [ExitCode].
        int run(String user, AdminFrames.Request request, PrintWriter out, PrintWriter err);
    }

    private final ServerSocketChannel listener;
    private final Path path;
    private final Commands commands;
    private final Semaphore callers = new Semaphore(MAX_CALLERS);

    private AdminSocket(ServerSocketChannel listener, Path path, Commands commands) {
        this.listener = listener;
        this.path = path;
        this.commands = commands;
    }

    /// Opens the door. The caller holds the data folder's lock, so that a socket left there is nobody's.
    static AdminSocket open(Path path, Commands commands) {
        try {
            Files.deleteIfExists(path);
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            AdminSocket socket = new AdminSocket(listener, path, commands);
            Thread.ofVirtual().name("admin-door").start(socket::accept);
            return socket;
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "cannot open the admin socket " + path + ": " + e.getMessage(),
                    e);
        }
    }

    /// Sends a command to the running platform, if one answers at this path.
    ///
    /// @return the exit code; empty when nobody listens there
    static Optional<Integer> call(
            Path path, AdminFrames.Request request, PrintWriter out, PrintWriter err) {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
            } catch (IOException _) {
                return Optional.empty();
            }
            AdminFrames.write(new DataOutputStream(Channels.newOutputStream(channel)), request);
            return Optional.of(
                    relay(new DataInputStream(Channels.newInputStream(channel)), out, err));
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the running lapwing went away before the command ended ("
                            + e.getMessage()
                            + "): see its log, then ask again",
                    e);
        }
    }

    private static int relay(DataInputStream in, PrintWriter out, PrintWriter err)
            throws IOException {
        while (true) {
            AdminFrames.Answer answer = AdminFrames.readAnswer(in);
            switch (answer.kind()) {
                case OUT -> out.print(answer.text());
                case ERR -> err.print(answer.text());
                case EXIT -> {
                    return Integer.parseInt(answer.text());
                }
            }
            out.flush();
            err.flush();
        }
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel channel = listener.accept();
                Thread.ofVirtual().name("admin-caller").start(() -> serve(channel));
            } catch (IOException e) {
                if (listener.isOpen()) {
                    LOG.log(Logger.Level.WARNING, "admin socket: {0}", e.getMessage());
                }
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
            if (!callers.tryAcquire()) {
                AdminFrames.write(
                        out,
                        AdminFrames.Kind.ERR,
                        "lapwing: "
                                + MAX_CALLERS
                                + " admin commands are running: wait for one to end\n");
                exit(out, ExitCode.UNAVAILABLE.number());
                return;
            }
            try {
                String user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
                AdminFrames.Request request =
                        AdminFrames.readRequest(
                                new DataInputStream(Channels.newInputStream(channel)));
                exit(
                        out,
                        commands.run(
                                user,
                                request,
                                new PrintWriter(
                                        AdminFrames.writer(out, AdminFrames.Kind.OUT), true),
                                new PrintWriter(
                                        AdminFrames.writer(out, AdminFrames.Kind.ERR), true)));
            } finally {
                callers.release();
            }
        } catch (IOException | Fault e) {
            LOG.log(Logger.Level.WARNING, "an admin caller was cut off: {0}", e.getMessage());
        }
    }

    private static void exit(DataOutputStream out, int code) throws IOException {
        AdminFrames.write(out, AdminFrames.Kind.EXIT, Integer.toString(code));
    }

    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Logger.Level.WARNING, "closing the admin socket: {0}", e.getMessage());
        }
    }
}
