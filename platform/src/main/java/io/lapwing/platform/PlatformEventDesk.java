package io.lapwing.platform;

import io.lapwing.console.EventDesk;
import io.lapwing.service.events.Event;
import io.lapwing.service.events.EventFeed;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.time.Duration;

/// Events for people.
final class PlatformEventDesk implements EventDesk {
    private final EventFeed feed;

    PlatformEventDesk(EventFeed feed) {
        this.feed = feed;
    }

    @Override
    public Batch after(Principal who, long index, int limit) {
        who.require(Permission.EVENTS_READ);
        EventFeed.Batch found =
                feed.after(index, Math.min(limit, EventFeed.MAX_RECORDS), feed.visibleTo(who));
        return new Batch(
                found.events().stream().map(PlatformEventDesk::view).toList(), found.last());
    }

    private static EventView view(Event event) {
        return new EventView(
                event.id(),
                event.index(),
                event.at().toString(),
                event.type().word(),
                event.actor(),
                event.object(),
                event.details());
    }

    @Override
    public long newest() {
        return feed.newest();
    }

    @Override
    public void await(long index, Duration atMost) throws InterruptedException {
        feed.await(index, atMost);
    }
}
