package io.lapwing.service.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.events.Event;
import io.lapwing.service.events.EventBed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Events to a real Mosquitto.
class MqttPublisherTest {
    private static final String ONE = "70B3D57ED0000001";

    private final EventBed bed = new EventBed();
    private final Mosquitto broker;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private Optional<MqttPublisher> publisher = Optional.empty();
    private Optional<MqttClient> subscriber = Optional.empty();

    MqttPublisherTest() throws Exception {
        broker = new Mosquitto(Files.createDirectory(bed.path().resolve("broker")));
    }

    @AfterEach
    void close() throws Exception {
        publisher.ifPresent(MqttPublisher::close);
        if (subscriber.isPresent()) {
            subscriber.get().disconnectForcibly(0, 0, false);
            subscriber.get().close();
        }
        broker.close();
        bed.close();
    }

    private MqttSettings settings(String password) {
        return new MqttSettings(
                URI.create("mqtts://localhost:" + broker.port),
                Optional.of(
                        new MqttSettings.Login(
                                Mosquitto.USER,
                                () -> Secret.take(password.getBytes(StandardCharsets.UTF_8)))),
                "lapwing",
                TlsContexts.trusting(List.of(broker.pki.authority())));
    }

    private MqttPublisher publish() {
        MqttPublisher opened =
                MqttPublisher.open(bed.store(), bed.feed(), settings(Mosquitto.PASSWORD));
        publisher = Optional.of(opened);
        return opened;
    }

    /// Subscribes with a session that outlives the connection, so that the broker keeps messages for it.
    private void subscribe() throws MqttException {
        MqttClient client =
                new MqttClient("ssl://localhost:" + broker.port, "test", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(600L);
        options.setUserName(Mosquitto.USER);
        options.setPassword(Mosquitto.PASSWORD.getBytes(StandardCharsets.UTF_8));
        options.setSocketFactory(
                TlsContexts.trusting(List.of(broker.pki.authority())).getSocketFactory());
        client.connect(options);
        IMqttMessageListener listener =
                (topic, message) ->
                        received.add(
                                topic
                                        + " "
                                        + new String(message.getPayload(), StandardCharsets.UTF_8));
        client.subscribe(
                new MqttSubscription[] {new MqttSubscription("lapwing/#", 1)},
                new IMqttMessageListener[] {listener});
        subscriber = Optional.of(client);
    }

    private String next() throws InterruptedException {
        String next = received.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError(
                    "the broker had nothing in 20 s: " + publisher.flatMap(MqttPublisher::problem));
        }
        return next;
    }

    @Test
    void publishesEventsInOrderUnderTheirTopics() throws Exception {
        subscribe();
        publish();
        List<Long> joins = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            joins.add(bed.join(ONE));
        }

        for (long join : joins) {
            assertThat(next())
                    .startsWith("lapwing/join.accepted/" + ONE + " {")
                    .contains("\"id\":\"main-" + join + "\"");
        }
    }

    @Test
    void losesNothingOverARestart() throws Exception {
        subscribe();
        publish();
        bed.join(ONE);
        next();
        publisher.ifPresent(MqttPublisher::close);
        long meanwhile = bed.join(ONE);
        bed.reopen();

        publish();

        assertThat(next()).contains("\"id\":\"main-" + meanwhile + "\"");
    }

    @Test
    void comesBackAfterTheBrokerWasKilled() throws Exception {
        publish();
        bed.join(ONE);
        broker.kill();
        long meanwhile = bed.join(ONE);

        broker.restart();
        subscribe();
        long later = bed.join(ONE);

        String last = next();
        while (!last.contains("\"id\":\"main-" + later + "\"")) {
            assertThat(last).contains("main-");
            last = next();
        }
        assertThat(later).isGreaterThan(meanwhile);
    }

    @Test
    void saysWhyTheBrokerRefusesIt() throws Exception {
        MqttPublisher refused =
                MqttPublisher.open(bed.store(), bed.feed(), settings("another password"));
        publisher = Optional.of(refused);

        String problem = "not connected yet";
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (problem.equals("not connected yet") && System.nanoTime() - until < 0) {
            problem = refused.problem().orElse("");
            Thread.onSpinWait();
        }

        assertThat(problem).startsWith("mqtt broker, connect: ");
        assertThat(problem).doesNotContain("another password");
    }

    @Test
    void keepsObjectsWithinOneLevelOfATopic() {
        Event event =
                new Event(
                        "main-1",
                        1,
                        Instant.EPOCH,
                        Event.Type.ALARM,
                        "system:x",
                        "a/b+c#\n",
                        new TreeMap<>(Map.of()));

        String topic = MqttPublisher.topic("lapwing", event);

        assertThat(topic).isEqualTo("lapwing/alarm/a_b_c__");
    }

    @Test
    void refusesToSpeakInTheClearToAnotherMachine() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> MqttSettings.check(URI.create("mqtt://broker.example"), false));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(
                        () -> MqttSettings.check(URI.create("mqtts://u@broker.example"), false));
        MqttSettings.check(URI.create("mqtt://localhost:1883"), false);
        MqttSettings.check(URI.create("mqtt://broker.example"), true);
    }
}
