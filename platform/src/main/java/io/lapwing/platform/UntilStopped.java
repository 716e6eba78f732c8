package io.lapwing.platform;

import java.util.concurrent.CountDownLatch;

/// How a command that runs until it is told to stop (Ctrl-C, a service manager) ends in order: the Java machine waits until
/// everything that was opened after this is closed.
final class UntilStopped implements AutoCloseable {
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /// From now on it is waited for.
    void listen() {
        listen(() -> {});
    }

    /// The same.
    ///
    /// @param stop tells the work that it is to end; quick
    void listen(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop)));
    }

    /// The Java machine ends when its shutdown hooks have.
    private void end(Runnable stop) {
        stop.run();
        told.countDown();
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when the process is to end.
    void await() throws InterruptedException {
        told.await();
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
