package io.lapwing.platform;

import io.lapwing.console.DeviceFilter;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceCursor;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.kms.DeviceSearch;
import io.lapwing.kms.Lifecycle;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Scope;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// How many devices are in each state, of those that someone with bounds may see.
///
/// The store keeps counts of all devices; those within a scope are counted one by one. That is done in the background, one
/// scope at a time, while somebody asks, and at most so often that a twentieth of the time goes into it. Few devices are
/// counted within the request.
final class ScopedCounts {
    private static final Duration LEAST_AGE = Duration.ofSeconds(5);
    private static final int SHARE = 20;
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final int PAGE = 1_000;
    private static final int MAX_SCOPES = 256;
    private static final Logger LOG = System.getLogger(ScopedCounts.class.getName());

    private final DeviceSearch search;
    private final Semaphore counting = new Semaphore(1);
    private final Map<List<Scope>, Counted> counted = new ConcurrentHashMap<>();

    ScopedCounts(DeviceSearch search) {
        this.search = search;
    }

    private record Counted(Map<String, Long> devices, long atNanos, long tookNanos) {
        boolean isFresh() {
            long age = System.nanoTime() - atNanos;
            return age < LEAST_AGE.toNanos() || age < SHARE * tookNanos;
        }
    }

    /// By state, as counted last; empty until it was counted once.
    Map<String, Long> of(Principal who) {
        List<Scope> scopes = who.scopes(Permission.DEVICE_READ);
        Counted known = counted.get(scopes);
        if ((known == null || !known.isFresh()) && counting.tryAcquire()) {
            CompletableFuture<Boolean> count = new CompletableFuture<>();
            Thread.ofVirtual().name("device-count").start(() -> count(who, scopes, count));
            if (known == null) {
                await(count);
            }
        }
        Counted now = counted.get(scopes);
        return now == null ? Map.of() : now.devices();
    }

    private static void await(CompletableFuture<Boolean> count) {
        try {
            boolean _ = count.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // It goes on; the next look finds it.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new Fault(Fault.Kind.INTERNAL, "counting of devices failed", e);
        }
    }

    private void count(Principal who, List<Scope> scopes, CompletableFuture<Boolean> done) {
        try {
            long startNanos = System.nanoTime();
            Map<String, Long> devices = counts(who);
            if (counted.size() >= MAX_SCOPES) {
                counted.clear();
            }
            long now = System.nanoTime();
            counted.put(scopes, new Counted(devices, now, now - startNanos));
        } catch (Fault fault) {
            LOG.log(Logger.Level.WARNING, "devices of a scope: {0}", fault.getMessage());
        } finally {
            counting.release();
            done.complete(true);
        }
    }

    private Map<String, Long> counts(Principal who) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Lifecycle state : Lifecycle.values()) {
            counts.put(state.word(), 0L);
        }
        KmsDeviceDesk.query(who, DeviceFilter.ALL)
                .ifPresent(query -> count(query, KmsDeviceDesk.visible(who), counts));
        return counts;
    }

    private void count(DeviceQuery query, Predicate<Device> visible, Map<String, Long> counts) {
        Optional<DeviceCursor> cursor = Optional.empty();
        do {
            DeviceSearch.Page page = search.page(query, visible, cursor, PAGE);
            page.devices().forEach(device -> counts.merge(device.state().word(), 1L, Long::sum));
            cursor = page.next();
        } while (cursor.isPresent());
    }
}
