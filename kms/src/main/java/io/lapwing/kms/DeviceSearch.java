package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.DeviceCursor.Way;
import io.lapwing.kms.DeviceWalk.Candidate;
import io.lapwing.kms.DeviceWalk.Effort;
import io.lapwing.kms.DeviceWalk.Step;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Store;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds devices page by page, in the order of their DevEUIs; by what was typed, in the order of the words.
///
/// Each page is read from the indexes of terms. Conditions that are terms (state, owner, labels, exposed, nonces low,
/// waiting) meet in the index, so that a page costs what the rarest of them does. Typed text beside such conditions
/// leaves two ways: by the words, holding each device against the conditions, or by the conditions, holding each device
/// against the words. Both are tried for the first page, and the one that found more goes on. What takes longer than
/// [#LOOK_AHEAD] devices or [#READINGS] readings ends the page: it then has fewer devices, and a next.
public final class DeviceSearch {
    private static final int MAX_LIMIT = 1000;
    private static final int PAGE = 500;

    /// Devices that one page looks at beyond those it shows.
    static final int LOOK_AHEAD = 500;

    /// Readings of indexes for one page.
    static final int READINGS = 48;

    private static final int LEAST = 50;
    private static final int MOST_AT_ONCE = 256;

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
    public record Page(List<Device> devices, Optional<DeviceCursor> next) {
        public Page {
            devices = List.copyOf(devices);
        }
    }

    /// One page of all that match.
    ///
    /// @param after the cursor of the page before
    /// @param limit 1 to 1000
    public Page page(DeviceQuery query, Optional<DeviceCursor> after, int limit) {
        return page(query, _ -> true, after, limit);
    }

    /// One page of those that match and that someone may see.
    public Page page(
            DeviceQuery query, Predicate<Device> visible, Optional<DeviceCursor> after, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Fault.badInput("page of " + limit + " devices: want 1 to " + MAX_LIMIT);
        }
        Predicate<Device> wanted = device -> query.matches(device) && visible.test(device);
        if (after.isPresent()) {
            return collect(walk(query, after.get()), wanted, after, limit);
        }
        if (query.text().isEmpty()) {
            return collect(byDevEui(query, Optional.empty()), wanted, after, limit);
        }
        Page byWord = collect(byWord(query, DeviceCursor.start(Way.TYPED)), wanted, after, limit);
        boolean done = byWord.next().isEmpty() || byWord.devices().size() == limit;
        if (done || DeviceTerms.of(query).isEmpty()) {
            return byWord;
        }
        Page byDevEui = collect(byDevEui(query, Optional.empty()), wanted, after, limit);
        return byDevEui.next().isEmpty() || byDevEui.devices().size() > byWord.devices().size()
                ? byDevEui
                : byWord;
    }

    /// All that match, read page by page as they are asked for.
    public Iterator<Device> all(DeviceQuery query) {
        return new All(query);
    }

    private final class All implements Iterator<Device> {
        private final DeviceQuery query;
        private Page page;
        private Iterator<Device> devices;

        All(DeviceQuery query) {
            this.query = query;
            page = DeviceSearch.this.page(query, Optional.empty(), PAGE);
            devices = page.devices().iterator();
        }

        @Override
        public boolean hasNext() {
            while (!devices.hasNext() && page.next().isPresent()) {
                page = DeviceSearch.this.page(query, page.next(), PAGE);
                devices = page.devices().iterator();
            }
            return devices.hasNext();
        }

        @Override
        public Device next() {
            return devices.next();
        }
    }

    /// How many devices are in this state: kept with them, not counted when asked.
    public long count(Lifecycle state) {
        return store.count(DeviceRows.KIND, new Term(DeviceTerms.STATE, state.word()));
    }

    private DeviceWalk walk(DeviceQuery query, DeviceCursor at) {
        if (at.way() == Way.DEV_EUI) {
            return byDevEui(query, Optional.of(at.devEui()));
        }
        if (query.text().isEmpty()) {
            throw Fault.badInput("cursor of devices: it belongs to a search by text");
        }
        return byWord(query, at);
    }

    private KeyWalk byDevEui(DeviceQuery query, Optional<Eui64> after) {
        return new KeyWalk(store, rows, Way.DEV_EUI, DeviceTerms.of(query), query.euis(), after);
    }

    private WordWalk byWord(DeviceQuery query, DeviceCursor at) {
        Typed typed = new Typed(query.text().orElseThrow());
        boolean started = at.way() == Way.TYPED && !at.equals(DeviceCursor.start(Way.TYPED));
        KeyWalk euis =
                new KeyWalk(
                        store,
                        rows,
                        Way.TYPED,
                        DeviceTerms.of(query),
                        typed.euis(),
                        started ? Optional.of(at.devEui()) : Optional.empty());
        return new WordWalk(store, rows, typed, euis, at);
    }

    private static Page collect(
            DeviceWalk walk, Predicate<Device> wanted, Optional<DeviceCursor> after, int limit) {
        Effort effort = new Effort(limit + LOOK_AHEAD, READINGS);
        List<Device> found = new ArrayList<>();
        Optional<DeviceCursor> cursor = after;
        int most = Math.max(LEAST, limit) + 1;
        while (true) {
            Step step = walk.next(most, effort);
            for (Candidate candidate : step.candidates()) {
                if (wanted.test(candidate.device())) {
                    if (found.size() == limit) {
                        return new Page(found, cursor);
                    }
                    found.add(candidate.device());
                }
                cursor = Optional.of(candidate.at());
            }
            cursor = step.next();
            if (cursor.isEmpty() || found.size() == limit || effort.isSpent()) {
                return new Page(found, cursor);
            }
            most = Math.min(MOST_AT_ONCE, 2 * most);
        }
    }
}
