package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.LoadConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Asks the console or the API one thing again and again. For one thread.
final class BenchAsk implements BenchLoad.Work {
    private static final int SHOWN_BYTES = 300;

    private final Function<Random, byte[]> requests;
    private final int status;
    private final Random random;
    private long answers;
    private long octets;

    /// @param requests the next request, whole
    /// @param status the one of a right answer
    /// @param seed another one for each connection
    BenchAsk(Function<Random, byte[]> requests, int status, int seed) {
        this.requests = requests;
        this.status = status;
        random = new Random(seed);
    }

    /// The same thing on so many connections.
    static List<BenchAsk> on(int connections, Function<Random, byte[]> requests, int status) {
        return IntStream.range(0, connections)
                .mapToObj(i -> new BenchAsk(requests, status, i))
                .toList();
    }

    /// How many octets an answer's body has on average.
    static int meanBytes(List<BenchAsk> works) {
        long answers = works.stream().mapToLong(work -> work.answers).sum();
        return (int) (works.stream().mapToLong(work -> work.octets).sum() / Math.max(1, answers));
    }

    @Override
    public byte[] next() {
        return requests.apply(random);
    }

    @Override
    public int ask(LoadConnection connection, byte[] next) throws IOException {
        return connection.exchange(next);
    }

    @Override
    public void answered(int given, byte[] answer) {
        if (given != status) {
            throw new Fault(
                    Fault.Kind.INTERNAL,
                    "HTTP status %d, want %d: %s"
                            .formatted(
                                    given,
                                    status,
                                    new String(
                                            answer,
                                            0,
                                            Math.min(answer.length, SHOWN_BYTES),
                                            StandardCharsets.UTF_8)));
        }
        answers++;
        octets += answer.length;
    }
}
