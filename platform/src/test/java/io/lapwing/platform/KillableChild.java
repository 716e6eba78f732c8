package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The other end of a [KilledPlatform].
final class KillableChild implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Writer in;
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<Optional<Bytes>>> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Thread reader;
    private volatile boolean gone;

    KillableChild(Process process) {
        this.process = process;
        in = process.outputWriter();
        reader = Thread.ofVirtual().start(this::read);
    }

    /// Lets it open the platform, which it waits for.
    KillableChild go() {
        try {
            synchronized (in) {
                in.write("go\n");
                in.flush();
            }
        } catch (IOException _) {
            // It died: that it serves comes never.
        }
        return this;
    }

    /// Waits until it serves.
    ///
    /// @return its HTTPS port, 0 without one; empty when it died before
    Optional<Integer> ready() throws Exception {
        int port = ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return port < 0 ? Optional.empty() : Optional.of(port);
    }

    /// Asks, and waits for the answer.
    ///
    /// @return empty when the process died before it answered
    Optional<Bytes> ask(Bytes body) {
        return send(body).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    CompletableFuture<Optional<Bytes>> send(Bytes body) {
        long number = numbers.incrementAndGet();
        CompletableFuture<Optional<Bytes>> answer = new CompletableFuture<>();
        open.put(number, answer);
        try {
            synchronized (in) {
                in.write(number + " " + body.toHex() + "\n");
                in.flush();
            }
        } catch (IOException _) {
            answer.complete(Optional.empty());
        }
        if (gone) {
            answer.complete(Optional.empty());
        }
        return answer;
    }

    /// Lets it run for a time, if it does not end sooner, and then kills it as the system kills: without a word.
    void killAfter(long micros) throws InterruptedException {
        boolean _ = process.waitFor(micros, TimeUnit.MICROSECONDS);
        kill();
    }

    void kill() throws InterruptedException {
        // Of the handle, since a process that is destroyed closes its pipes: answers given are to
        // be read.
        boolean _ = process.toHandle().destroyForcibly();
        process.waitFor();
        reader.join();
    }

    /// Ends it in order.
    int end() throws IOException, InterruptedException {
        synchronized (in) {
            in.close();
        }
        int code = process.waitFor();
        reader.join();
        return code;
    }

    private void read() {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                take(line);
            }
        } catch (IOException _) {
            // As at the end: whatever comes no more was not answered.
        } finally {
            gone = true;
            ready.complete(-1);
            open.values().forEach(answer -> answer.complete(Optional.empty()));
        }
    }

    private void take(String line) {
        String[] words = line.split(" ", 3);
        if (words[0].equals("ready")) {
            ready.complete(Integer.valueOf(words[1]));
            return;
        }
        // The last line may be cut, and the Java machine itself says when it writes its cache.
        if (words.length == 3 && words[2].equals(".")) {
            Objects.requireNonNull(open.remove(Long.valueOf(words[0])))
                    .complete(Optional.of(Bytes.hex(words[1])));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
