package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// Tells an open page that what it shows has changed (server-sent events, WHATWG HTML §9.2): the page then asks for its
/// part anew. Nothing about the thing itself is in the stream.
final class LivePages {
    static final String PATH = "/live";

    /// How often it is looked, so that a page is exchanged no more often.
    static final Duration EVERY = Duration.ofSeconds(2);

    /// A stream ends then, and its page comes back: who may no longer look does not get in again.
    static final Duration LIFE = Duration.ofMinutes(10);

    /// Streams at once; further pages ask every few seconds instead.
    static final int MOST = 256;

    private final DeviceDesk devices;
    private final JobDesk jobs;
    private final EventDesk events;
    private final Semaphore places = new Semaphore(MOST);

    LivePages(DeviceDesk devices, JobDesk jobs, EventDesk events) {
        this.devices = devices;
        this.jobs = jobs;
        this.events = events;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        PATH + "/overview",
                        Access.permitted(Permission.OVERVIEW_READ),
                        _ -> stream(events::newest)),
                Route.get(
                        PATH + "/jobs/{id}",
                        Access.permitted(Permission.JOB_READ),
                        request -> stream(() -> job(request))),
                Route.get(
                        PATH + "/devices/{devEui}",
                        Access.permitted(Permission.DEVICE_READ),
                        request -> stream(() -> device(request))));
    }

    private long job(Request request) {
        JobDesk.JobView job = jobs.find(request.principal(), request.pathParameter("id")).value();
        return job.hashCode();
    }

    private long device(Request request) {
        return devices.find(request.principal(), request.pathParameter("devEui")).version();
    }

    /// @param state a number that changes when the thing does; asked once before the stream begins, so that a refusal is one
    private Response stream(LongSupplier state) {
        long first = state.getAsLong();
        if (!places.tryAcquire()) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED, MOST + " pages are followed at once: ask now and then");
        }
        return Response.events(out -> {
            try {
                follow(state, first, out);
            } catch (InterruptedException _) {
                // the server ends: so does the stream, and its page comes back
                Thread.currentThread().interrupt();
            } finally {
                places.release();
            }
        });
    }

    private static void follow(LongSupplier state, long first, OutputStream out)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + LIFE.toNanos();
        long told = first;
        send(out, "retry: 2000\n\n");
        while (System.nanoTime() - end < 0) {
            Thread.sleep(EVERY);
            long now = state.getAsLong();
            // what is sent while nothing changed finds out whether the page is still open
            send(out, now == told ? ":\n\n" : "event: change\ndata:\n\n");
            told = now;
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
