package io.lapwing.service.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Events read from the audit log.
class EventFeedTest {
    private static final String ONE = "70B3D57ED0000001";
    private static final String TWO = "70B3D57ED0000002";

    private final EventBed bed = new EventBed();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void translatesJoinsStepsAndAlarms() {
        bed.join(ONE);
        bed.record("join.refuse", ONE, "mic-failed", Map.of("why", "text of a peer"));
        bed.record("device.suspend", ONE, "done", Map.of("reason", "lost"));
        bed.record("device.nonces-low", ONE, "done", Map.of("dev-nonces", "12"));
        bed.record("alarm.raise", "vault", "vault-away", Map.of());
        bed.record("receiver.import", "acme", "done", Map.of());

        EventFeed.Batch batch = bed.feed().after(-1, 100, _ -> true);

        assertThat(batch.last()).isEqualTo(bed.feed().newest());
        assertThat(batch.events())
                .extracting(Event::id, event -> event.type().word(), Event::object)
                .containsExactly(
                        tuple("main-0", "join.accepted", ONE),
                        tuple("main-1", "join.refused", ONE),
                        tuple("main-2", "device.state", ONE),
                        tuple("main-3.alarm", "alarm", ONE),
                        tuple("main-4.alarm", "alarm", "vault"));
        assertThat(batch.events().get(1).details())
                .containsExactlyEntriesOf(Map.of("reason", "mic-failed"));
    }

    @Test
    void tellsNothingOfRootKeys() {
        bed.join(ONE);

        Event event = bed.feed().after(-1, 1, _ -> true).events().getFirst();

        assertThat(event.details()).containsExactlyEntriesOf(Map.of("netId", "000013"));
    }

    @Test
    void tellsACompromiseAsAStepAndAsAnAlarm() {
        bed.record("device.compromise", ONE, "done", Map.of("reason", "keys on a forum"));

        List<Event> events = bed.feed().after(-1, 10, _ -> true).events();

        assertThat(events)
                .extracting(Event::id, Event::type)
                .containsExactly(
                        tuple("main-0", Event.Type.DEVICE_STATE),
                        tuple("main-0.alarm", Event.Type.ALARM));
    }

    @Test
    void tellsADevicesOwnAlarmWithWhatHappenedToIt() {
        bed.record("device.alarm", ONE, "done", Map.of("kind", "light", "counter", "7"));

        List<Event> events = bed.feed().after(-1, 10, _ -> true).events();

        assertThat(events)
                .extracting(Event::type, Event::details)
                .containsExactly(
                        tuple(Event.Type.DEVICE_STATE, Map.of("state", "compromised")),
                        tuple(
                                Event.Type.ALARM,
                                Map.of(
                                        "alarm", "tampered",
                                        "device", ONE,
                                        "kind", "light",
                                        "counter", "7")));
    }

    @Test
    void showsAnOwnerHisDevicesAlone() {
        bed.owns("acme", ONE);
        bed.owns("other", TWO);
        Principal owner = owner("acme");
        bed.join(ONE);
        bed.join(TWO);
        bed.join("70B3D57ED0000003");
        bed.record("device.nonces-low", TWO, "done", Map.of());
        bed.record("device.nonces-low", ONE, "done", Map.of());
        bed.record("alarm.raise", "vault", "vault-away", Map.of());

        List<Event> events = bed.feed().after(-1, 100, bed.feed().visibleTo(owner)).events();

        assertThat(events).extracting(Event::id).containsExactly("main-0", "main-4.alarm");
    }

    @Test
    void showsNothingToWhoMayReadNoEvents() {
        bed.join(ONE);
        Principal nobody = new Principal("nobody", Principal.Kind.USER, List.of());

        List<Event> events = bed.feed().after(-1, 100, bed.feed().visibleTo(nobody)).events();

        assertThat(events).isEmpty();
    }

    @Test
    void goesOnWhereABatchEnded() {
        bed.join(ONE);
        bed.record("receiver.import", "acme", "done", Map.of());
        bed.join(TWO);

        EventFeed.Batch first = bed.feed().after(-1, 2, _ -> true);
        EventFeed.Batch second = bed.feed().after(first.last(), 2, _ -> true);

        assertThat(first.events()).extracting(Event::object).containsExactly(ONE);
        assertThat(second.events()).extracting(Event::object).containsExactly(TWO);
        assertThat(bed.feed().after(second.last(), 2, _ -> true).events()).isEmpty();
    }

    @Test
    void wakesWhoWaitsForTheNextRecord() throws Exception {
        long newest = bed.feed().newest();
        CompletableFuture<Long> seen =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        bed.feed().await(newest, Duration.ofSeconds(20));
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return bed.feed().newest();
                });

        bed.join(ONE);

        assertThat(seen.get(10, TimeUnit.SECONDS)).isGreaterThan(newest);
    }

    private static Principal owner(String name) {
        return new Principal(
                "anna", Principal.Kind.USER, List.of(new Grant(Role.OWNER, Scope.ofOwner(name))));
    }
}
