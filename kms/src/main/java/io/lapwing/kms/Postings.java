package io.lapwing.kms;

import io.lapwing.lorawan.Eui64;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Store;
import java.util.List;
import java.util.Optional;

/// The DevEUIs that carry one term, in order, read ahead a window at a time. They are only gone through forwards.
final class Postings {
    private final Store store;
    private final Term term;
    private final int window;
    private List<Eui64> ahead = List.of();
    private int at;
    private boolean whole;

    Postings(Store store, Term term, int window) {
        this.store = store;
        this.term = term;
        this.window = window;
    }

    /// The first one that is this one or behind it; empty when there is none.
    Optional<Eui64> from(Eui64 devEui, DeviceWalk.Effort effort) {
        skip(devEui);
        if (at == ahead.size() && !whole) {
            ahead =
                    store.search(DeviceRows.KIND, term, before(devEui), window).stream()
                            .map(Eui64::bigEndian)
                            .toList();
            at = 0;
            whole = ahead.size() < window;
            effort.reading();
        }
        return at < ahead.size() ? Optional.of(ahead.get(at)) : Optional.empty();
    }

    private void skip(Eui64 devEui) {
        while (at < ahead.size() && ahead.get(at).compareTo(devEui) < 0) {
            at++;
        }
    }

    private static Optional<io.lapwing.crypto.Bytes> before(Eui64 devEui) {
        return devEui.value() == 0
                ? Optional.empty()
                : Optional.of(new Eui64(devEui.value() - 1).bigEndian());
    }
}
