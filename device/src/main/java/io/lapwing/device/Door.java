package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import jdk.net.ExtendedSocketOptions;

/// A Unix-domain socket behind which one thread answers messages, each before the next: what is behind it needs no lock.
///
/// The kernel says whose process a caller is (`SO_PEERCRED`, unix(7)); a stranger is let go before a word is read. Callers are
/// few, messages are short, and a message that was begun has to come soon: nobody can fill this process or hold its thread.
final class Door implements AutoCloseable {
    private static final String OWN = "rw-------";

    /// Who may come in is then decided by what the kernel says of the caller.
    private static final String ANYBODY = "rw-rw-rw-";

    private final DoorSettings settings;
    private final String ownUser;
    private final UnaryOperator<Bytes> answer;
    private final ServerSocketChannel listening;
    private final Selector selector;
    private final Set<DoorCaller> callers = ConcurrentHashMap.newKeySet();

    private Door(
            DoorSettings settings,
            UnaryOperator<Bytes> answer,
            ServerSocketChannel listening,
            Selector selector) {
        this.settings = settings;
        this.ownUser = System.getProperty("user.name");
        this.answer = answer;
        this.listening = listening;
        this.selector = selector;
    }

    /// Opens the door: callers may come from now on, and are served by [#serve].
    ///
    /// @param answer is given each message and gives the reply, of 1 octet to [DoorFrame#MAX_MESSAGE_BYTES]; called in the
    ///     serving thread
    /// @throws Fault `CONFLICT` when another process serves this socket, `UNAVAILABLE` when it cannot be made
    static Door open(DoorSettings settings, UnaryOperator<Bytes> answer) {
        Path file = settings.socket();
        try {
            removeDeadSocket(file);
            ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listening.bind(UnixDomainSocketAddress.of(file), settings.maxCallers());
            Files.setPosixFilePermissions(
                    file,
                    PosixFilePermissions.fromString(settings.users().isEmpty() ? OWN : ANYBODY));
            listening.configureBlocking(false);
            Selector selector = Selector.open();
            var _ = listening.register(selector, SelectionKey.OP_ACCEPT);
            return new Door(settings, answer, listening, selector);
        } catch (IOException | UnsupportedOperationException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "no door at " + file + " can be opened", e);
        }
    }

    private static void removeDeadSocket(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean socket =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther();
        if (!socket || isServed(file)) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    file + " is no socket, or another process serves it: end that, or remove it");
        }
        Files.delete(file);
    }

    private static boolean isServed(Path socket) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return probe.isConnected();
        } catch (IOException _) {
            // Nobody is behind it: its process has ended.
            return false;
        }
    }

    /// Answers until [#close], or until its thread is interrupted.
    void serve() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(this::ready, waitMs());
                endSlow();
            }
        } catch (ClosedSelectorException _) {
            // It was closed.
            return;
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "the door at " + settings.socket() + " failed", e);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof DoorCaller caller) {
            caller.serve(answer, settings.patience());
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = listening.accept();
            if (channel == null) {
                return;
            }
            if (!isWelcome(channel)) {
                channel.close();
                return;
            }
            callers.removeIf(DoorCaller::isGone);
            if (callers.size() >= settings.maxCallers()) {
                callers.stream()
                        .min(Comparator.comparingLong(DoorCaller::heardAtNs))
                        .ifPresent(DoorCaller::end);
            }
            DoorCaller caller = new DoorCaller(channel);
            callers.add(caller);
            channel.configureBlocking(false);
            var _ = channel.register(selector, SelectionKey.OP_READ, caller);
        } catch (IOException _) {
            // The caller has gone again.
            return;
        }
    }

    private boolean isWelcome(SocketChannel channel) throws IOException {
        String user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return user.equals(ownUser) || settings.users().contains(user);
    }

    /// Until the first of the messages that were begun is late; 0 for no end.
    private long waitMs() {
        long now = System.nanoTime();
        return callers.stream()
                .filter(DoorCaller::isCut)
                .mapToLong(caller -> Math.max(1, (caller.dueAtNs() - now) / 1_000_000 + 1))
                .min()
                .orElse(0);
    }

    private void endSlow() {
        long now = System.nanoTime();
        for (DoorCaller caller : callers) {
            if (caller.isCut() && caller.dueAtNs() - now <= 0) {
                caller.end();
            }
        }
    }

    /// Ends every connection, and the file. Again is nothing.
    @Override
    public void close() {
        try {
            callers.forEach(DoorCaller::end);
            selector.close();
            listening.close();
            Files.deleteIfExists(settings.socket());
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "the door at " + settings.socket() + " stays", e);
        }
    }
}
