package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Kms;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.Health;
import io.lapwing.service.Metrics;
import io.lapwing.service.Store;
import io.lapwing.service.events.AddressRules;
import io.lapwing.service.events.AlarmWatch;
import io.lapwing.service.events.Alarms;
import io.lapwing.service.events.EventFeed;
import io.lapwing.service.events.EventMetrics;
import io.lapwing.service.events.Webhook;
import io.lapwing.service.events.WebhookSettings;
import io.lapwing.service.events.Webhooks;
import io.lapwing.service.jobs.Job;
import io.lapwing.service.jobs.Jobs;
import io.lapwing.service.jobs.Work;
import io.lapwing.service.mqtt.MqttPublisher;
import io.lapwing.service.mqtt.MqttSettings;
import io.lapwing.service.people.People;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Scope;
import io.lapwing.service.people.Target;
import io.lapwing.vault.Vault;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/// What tells others of what happens, and the jobs. It tells nobody before [#start]: an administrator's command on a
/// platform that is not served posts nothing.
final class Messengers implements AutoCloseable {
    private final Store store;
    private final Optional<MqttSettings> broker;
    private final EventFeed feed;
    private final Alarms alarms;
    private final Webhooks webhooks;
    private final Jobs jobs;
    private final AtomicReference<Consumer<Boolean>> attempts = new AtomicReference<>(_ -> {});
    private final Deque<Runnable> started = new ArrayDeque<>();

    /// @param restartable kinds of jobs that go on after a restart
    Messengers(
            PlatformConfig config,
            Store store,
            Vault vault,
            Kms kms,
            People people,
            Map<String, Function<Job, Work>> restartable) {
        this.store = store;
        broker = config.mqtt().settings(System.getenv());
        feed = new EventFeed(store.audit(), devEui -> target(kms, devEui));
        alarms = new Alarms(store.audit(), InstantSource.system());
        webhooks =
                new Webhooks(
                        store,
                        new Webhooks.Parts(
                                feed,
                                madeBy -> scopes(people, madeBy),
                                vault::sign,
                                new AddressRules(config.webhooks().allow()),
                                config.webhooks().tls(),
                                WebhookSettings.defaults(),
                                InstantSource.system(),
                                delivered -> attempts.get().accept(delivered)));
        jobs = Jobs.open(store, InstantSource.system(), restartable);
    }

    private static List<Scope> scopes(People people, String madeBy) {
        return people.named(madeBy)
                .map(who -> who.scopes(Permission.EVENTS_READ))
                .orElse(List.of());
    }

    private static Optional<Target> target(Kms kms, String devEui) {
        try {
            return kms.devices().find(Eui64.parse(devEui)).map(KmsDeviceDesk::target);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.BAD_INPUT) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    EventFeed feed() {
        return feed;
    }

    /// What somebody should look at.
    Alarms alarms() {
        return alarms;
    }

    Webhooks webhooks() {
        return webhooks;
    }

    Jobs jobs() {
        return jobs;
    }

    /// Begins to tell, and to watch what the health says.
    void start(Metrics metrics, Health health) {
        attempts.set(Webhooks.counters(metrics));
        gauges(metrics);
        started.push(EventMetrics.start(store.audit(), metrics)::close);
        started.push(AlarmWatch.start(health, store, AlarmWatch.EVERY)::close);
        webhooks.start();
        broker.ifPresent(settings -> {
            MqttPublisher publisher = MqttPublisher.open(store, feed, settings);
            started.push(publisher::close);
            gauges(metrics, publisher);
        });
    }

    private void gauges(Metrics metrics) {
        metrics.gauge(
                "lapwing_webhook_lag_records",
                "Audit records that the last of the webhooks has not looked at",
                Map.of(),
                webhooks::lag);
        for (Webhook.State state : Webhook.State.values()) {
            metrics.gauge(
                    "lapwing_webhooks",
                    "Webhooks by state",
                    Map.of("state", Words.of(state)),
                    () -> webhooks.count(state));
        }
        metrics.gauge(
                "lapwing_jobs_running",
                "Jobs that run",
                Map.of(),
                () -> jobs.count(Job.State.RUNNING));
        metrics.gauge(
                "lapwing_jobs_queued",
                "Jobs that wait for a place",
                Map.of(),
                () -> jobs.count(Job.State.QUEUED));
    }

    private static void gauges(Metrics metrics, MqttPublisher publisher) {
        metrics.gauge(
                "lapwing_mqtt_lag_records",
                "Audit records of which the broker was not told",
                Map.of(),
                publisher::lag);
        metrics.gauge(
                "lapwing_mqtt_connected",
                "Whether the broker answers",
                Map.of(),
                () -> publisher.problem().isEmpty() ? 1 : 0);
    }

    @Override
    public void close() {
        webhooks.close();
        while (!started.isEmpty()) {
            started.pop().run();
        }
        jobs.close();
        alarms.close();
        feed.close();
    }
}
