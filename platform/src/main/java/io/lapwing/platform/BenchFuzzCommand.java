package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.Caller;
import io.lapwing.joinserver.JoinServer;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.service.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Throws damaged messages at a whole instance for as long as one likes.
@Command(
        name = "fuzz",
        description = {
            "Throw damaged frames, rows and messages at a whole instance, and hold it to its"
                    + " promise.",
            "",
            "Each mutant of a frame or a stored state must read and write itself again or be"
                    + " refused as what it is; each mutant of a message must be answered, and leave"
                    + " exactly one audit record. A seed replays a run up to the order of its threads."
        },
        footer = {"", "@|bold Example|@", "  ./lapwing bench fuzz --seconds 3600 --seed 7"})
final class BenchFuzzCommand implements Callable<Integer> {
    private static final int THREADS = 32;

    private final Context context;

    @Option(names = "--seconds", paramLabel = "N", description = "How long; 60 by default.")
    private int seconds = 60;

    @Option(names = "--seed", paramLabel = "N", description = "Of the mutants; 1 by default.")
    private long seed = 1;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where the instance is made; the system's temporary folder by default.")
    private @Nullable Path folder;

    BenchFuzzCommand(Context context) {
        this.context = context;
    }

    /// What came of it.
    record Report(long seed, long frames, long states, long messages, long auditRecords) {}

    @Override
    public Integer call() {
        BenchBounds.check("--seconds", seconds, 1, 30 * 86_400);
        try (BenchFolder made =
                        BenchFolder.make(
                                BenchBounds.folder(context, folder),
                                PlatformConfig.StoreEngine.EMBEDDED,
                                PlatformConfig.VaultAdapter.MEMORY);
                BenchFleet fleet = new BenchFleet(THREADS, Aes.best())) {
            BenchFolder.Prepared prepared = made.prepare(fleet, context.terminal());
            Caller caller = Caller.of(prepared.networkServer().credentials().certificate());
            try (Platform platform = Platform.open(made.data(), made.config(), System.getenv())) {
                return report(fuzz(platform, caller, fleet));
            }
        }
    }

    private int report(Report report) {
        boolean kept = report.auditRecords() >= report.messages();
        if (context.json()) {
            context.terminal().line(Json.strict().build().pretty(report));
        } else {
            String line =
                    "seed %d: %,d frames, %,d stored states, %,d messages with %,d audit records"
                            .formatted(
                                    report.seed(),
                                    report.frames(),
                                    report.states(),
                                    report.messages(),
                                    report.auditRecords());
            if (kept) {
                context.terminal().good(line);
            } else {
                context.terminal().bad(line);
            }
        }
        return (kept ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private Report fuzz(Platform platform, Caller caller, BenchFleet fleet) {
        JoinServer server = platform.joinServer(JoinMetrics.start());
        long before = platform.store().audit().head().size();
        LongAdder frames = new LongAdder();
        LongAdder states = new LongAdder();
        LongAdder messages = new LongAdder();
        long endNanos = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                BenchMutants mutants = new BenchMutants(fleet, i, new Random(seed + i));
                all.add(
                        threads.submit(() -> {
                            while (System.nanoTime() < endNanos) {
                                frame(mutants.frame());
                                frames.increment();
                                state(mutants.state());
                                states.increment();
                                message(server, caller, mutants.message());
                                messages.increment();
                            }
                        }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Fault fault
                    ? fault
                    : new Fault(Fault.Kind.INTERNAL, "a mutant broke it: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted", e);
        }
        long records = platform.store().audit().head().size() - before;
        return new Report(seed, frames.sum(), states.sum(), messages.sum(), records);
    }

    private static void frame(Bytes octets) {
        try {
            PhyPayload payload = new PhyPayload(octets);
            if (!Frame.parse(payload).phyPayload().equals(payload)) {
                throw broken("frame reads as another", octets);
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT) {
                throw fault;
            }
        } catch (RuntimeException e) {
            throw broken("frame makes " + e, octets);
        }
    }

    private static void state(Bytes octets) {
        try {
            if (!JoinState.decode(octets).encode().equals(octets)) {
                throw broken("stored state reads as another", octets);
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.TAMPERED) {
                throw fault;
            }
        } catch (RuntimeException e) {
            throw broken("stored state makes " + e, octets);
        }
    }

    private static void message(JoinServer server, Caller caller, Bytes body) {
        try {
            JoinServer.Reply reply = server.answer(caller, body);
            if ((reply.status() != 200 && reply.status() != 400) || reply.body().length() == 0) {
                throw broken("message has the answer " + reply, body);
            }
        } catch (RuntimeException e) {
            throw broken("message makes " + e, body);
        }
    }

    private static Fault broken(String what, Bytes octets) {
        return new Fault(Fault.Kind.INTERNAL, what + ": " + octets.toHex());
    }
}
