package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Row;
import io.lapwing.service.Store;
import java.util.List;
import java.util.Optional;

/// Fills the terms of devices that an earlier version wrote, or a backup of one brought back, before anyone is answered.
///
/// The first device in the order of the keys gets its terms last: it tells whether all others have theirs, also after a
/// process that was killed meanwhile. So a start reads one row where there is nothing to do.
final class DeviceIndex {
    private static final int PAGE = 1_000;

    private final Store store;
    private final DeviceRows rows;

    DeviceIndex(Store store, DeviceRows rows) {
        this.store = store;
        this.rows = rows;
    }

    /// Fills what is missing.
    void upgrade() {
        List<Row> first = store.scan(DeviceRows.KIND, Optional.empty(), 1);
        if (first.isEmpty() || isFound(first.getFirst())) {
            return;
        }
        Bytes start = first.getFirst().key().key();
        List<Row> page = store.scan(DeviceRows.KIND, Optional.of(start), PAGE);
        while (!page.isEmpty()) {
            index(page);
            Bytes last = page.getLast().key().key();
            page = store.scan(DeviceRows.KIND, Optional.of(last), PAGE);
        }
        index(first);
    }

    private boolean isFound(Row row) {
        return store.search(
                        DeviceRows.KIND,
                        DeviceTerms.joinEui(rows.stored(row).device().joinEui()),
                        Optional.empty(),
                        1)
                .contains(row.key().key());
    }

    /// Reads again what another process changed meanwhile.
    private void index(List<Row> read) {
        List<Row> seen = read;
        while (store.index(DeviceRows.KIND, seen.stream().map(this::indexed).toList())
                < seen.size()) {
            seen = store.get(DeviceRows.KIND, seen.stream().map(row -> row.key().key()).toList());
        }
    }

    private Store.Indexed indexed(Row row) {
        return new Store.Indexed(
                row.key().key(), row.version(), DeviceTerms.of(rows.stored(row).device()));
    }
}
