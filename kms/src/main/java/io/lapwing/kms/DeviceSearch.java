package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Row;
import io.lapwing.service.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds devices page by page, in the order of their DevEUIs.
public final class DeviceSearch {
    private static final int MAX_LIMIT = 1000;

    /// Rows looked at for one page at most, so that a query which hardly anything matches ends soon.
    private static final int MAX_LOOKED_AT = 10_000;

    private final Store store;
    private final DeviceRows rows;

    DeviceSearch(Store store, DeviceRows rows) {
        this.store = store;
        this.rows = rows;
    }

    /// Some devices, and where to go on.
    ///
    /// @param next pass it as `after` for the following page; empty at the end. A page may hold fewer devices than asked
    ///     for, even none, and still have a next one.
    public record Page(List<Device> devices, Optional<Eui64> next) {}

    /// One page.
    ///
    /// @param after the cursor of the page before
    /// @param limit 1 to 1000
    public Page page(DeviceQuery query, Optional<Eui64> after, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Fault.badInput("page of " + limit + " devices: want 1 to " + MAX_LIMIT);
        }
        List<Device> found = new ArrayList<>();
        Optional<Eui64> cursor = start(query, after);
        int lookedAt = 0;
        while (lookedAt < MAX_LOOKED_AT) {
            List<Device> some = some(query, cursor, limit);
            for (Device device : some) {
                if (past(query, device)) {
                    return new Page(found, Optional.empty());
                }
                cursor = Optional.of(device.devEui());
                if (query.matches(device)) {
                    found.add(device);
                }
                if (found.size() == limit) {
                    return new Page(found, cursor);
                }
            }
            if (some.isEmpty()) {
                return new Page(found, Optional.empty());
            }
            lookedAt += some.size();
        }
        return new Page(found, cursor);
    }

    /// How many devices are in this state.
    public long count(Lifecycle state) {
        return store.count(DeviceRows.KIND, DeviceTerms.STATE, state.word());
    }

    private static Optional<Eui64> start(DeviceQuery query, Optional<Eui64> after) {
        if (query.euis().isEmpty()) {
            return after;
        }
        long first = query.euis().get().first().value();
        Optional<Eui64> before = first == 0 ? Optional.empty() : Optional.of(new Eui64(first - 1));
        return after.isPresent() && before.isPresent() && after.get().compareTo(before.get()) < 0
                ? before
                : after.or(() -> before);
    }

    private static boolean past(DeviceQuery query, Device device) {
        return query.euis()
                .filter(prefix -> device.devEui().compareTo(prefix.first()) > 0)
                .filter((EuiPrefix prefix) -> !prefix.contains(device.devEui()))
                .isPresent();
    }

    /// The next devices that the best index gives.
    private List<Device> some(DeviceQuery query, Optional<Eui64> after, int limit) {
        Optional<Bytes> from = after.map(Eui64::bigEndian);
        Optional<Term> term = term(query);
        if (term.isEmpty() && query.text().isPresent()) {
            return devices(typed(query.text().get(), from, limit));
        }
        if (term.isEmpty()) {
            List<Row> found = store.scan(DeviceRows.KIND, from, limit);
            return found.stream().map(row -> rows.stored(row).device()).toList();
        }
        return devices(
                store.search(DeviceRows.KIND, term.get().name(), term.get().value(), from, limit));
    }

    /// The next devices with an owner or a label that begins so.
    private List<Bytes> typed(String text, Optional<Bytes> from, int limit) {
        return Stream.of(DeviceTerms.OWNER, DeviceTerms.LABEL)
                .flatMap(term -> store.search(DeviceRows.KIND, term, text, from, limit).stream())
                .distinct()
                .sorted()
                .limit(limit)
                .toList();
    }

    private List<Device> devices(List<Bytes> keys) {
        List<Device> devices = new ArrayList<>();
        for (Bytes key : keys) {
            rows.find(Eui64.bigEndian(key)).ifPresent(stored -> devices.add(stored.device()));
        }
        return devices;
    }

    /// The rarest of the query's words, as a guess.
    private static Optional<Term> term(DeviceQuery query) {
        if (query.pending().isPresent()) {
            return Optional.of(
                    new Term(DeviceTerms.PENDING, DeviceTerms.word(query.pending().get())));
        }
        if (query.noncesLow()) {
            return Optional.of(new Term(DeviceTerms.NONCES, "low"));
        }
        for (Map.Entry<String, String> label : query.labels().values().entrySet()) {
            return Optional.of(
                    new Term(
                            DeviceTerms.LABEL,
                            label.getKey() + "=" + DeviceTerms.lower(label.getValue())));
        }
        if (query.owner().isPresent()) {
            return Optional.of(new Term(DeviceTerms.OWNER, DeviceTerms.lower(query.owner().get())));
        }
        if (query.state().isPresent()) {
            return Optional.of(new Term(DeviceTerms.STATE, query.state().get().word()));
        }
        return query.exposed()
                ? Optional.of(new Term(DeviceTerms.EXPOSED, "yes"))
                : Optional.empty();
    }
}
