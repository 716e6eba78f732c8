package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What happens, as it happens. Events are audit records, translated and held against the principal's scopes; their
/// numbers are the records' indexes, so that they rise and have gaps.
public interface EventDesk {
    /// Events after an index, oldest first. It looks at a bounded number of records, so that a batch may be empty and
    /// the end not reached.
    Batch after(Principal who, long index, int limit);

    /// The index of the newest record; -1 when there is none.
    long newest();

    /// Waits until there is a record after the index, or the time is over.
    void await(long index, Duration atMost) throws InterruptedException;

    /// Some events.
    ///
    /// @param last the index of the last record that was looked at: where to go on
    record Batch(List<EventView> events, long last) {
        public Batch {
            events = List.copyOf(events);
        }
    }

    /// An event.
    ///
    /// @param id names it for good
    /// @param index of its audit record; an alarm may share it with the event that raised it
    /// @param at ISO 8601
    /// @param type `join.accepted`, `device.state`, `alarm`
    /// @param object a DevEUI, a label
    record EventView(
            String id,
            long index,
            String at,
            String type,
            String actor,
            String object,
            Map<String, String> details) {}
}
