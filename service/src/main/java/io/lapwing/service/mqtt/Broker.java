package io.lapwing.service.mqtt;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/// One connection to the broker. It remembers nothing: what is not acknowledged is sent again over the next one. For one
/// thread.
final class Broker implements AutoCloseable {
    /// At least once (MQTT 5 §4.3.2).
    private static final int QOS = 1;

    /// MQTT 5 §2.4: reason codes from here on are failures.
    private static final int FAILURE = 0x80;

    private static final int KEEP_ALIVE_S = 30;

    /// Between two looks for room.
    private static final long ROOM_NANOS = Duration.ofMillis(1).toNanos();

    private final MqttAsyncClient client;

    private Broker(MqttAsyncClient client) {
        this.client = client;
    }

    /// A message.
    record Message(String topic, Bytes body) {}

    /// @throws Fault `UNAVAILABLE` when the broker does not answer, or refuses
    static Broker connect(MqttSettings settings, String clientId) {
        try {
            MqttAsyncClient client =
                    new MqttAsyncClient(settings.address(), clientId, new MemoryPersistence());
            Broker broker = new Broker(client);
            try {
                broker.login(settings);
                return broker;
            } catch (MqttException | RuntimeException e) {
                broker.close();
                throw e;
            }
        } catch (MqttException e) {
            throw unavailable("connect", e);
        }
    }

    private void login(MqttSettings settings) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) MqttSettings.PATIENCE.toSeconds());
        options.setKeepAliveInterval(KEEP_ALIVE_S);
        options.setHttpsHostnameVerificationEnabled(true);
        if (settings.address().startsWith("ssl:")) {
            options.setSocketFactory(settings.tls().getSocketFactory());
        }
        byte[] password = new byte[0];
        try {
            if (settings.login().isPresent()) {
                MqttSettings.Login login = settings.login().get();
                try (Secret secret = login.password().get()) {
                    password = secret.use(octets -> octets.toArray(ValueLayout.JAVA_BYTE));
                }
                options.setUserName(login.user());
                options.setPassword(password);
            }
            client.connect(options).waitForCompletion(MqttSettings.PATIENCE.toMillis());
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    /// Publishes messages in their order and waits until the broker has them all, at most
    /// [MqttSettings#MAX_IN_FLIGHT] at once.
    ///
    /// @throws Fault `UNAVAILABLE` when it does not acknowledge one in time, or refuses it
    void publish(List<Message> messages) {
        for (int at = 0; at < messages.size(); at += MqttSettings.MAX_IN_FLIGHT) {
            int end = Math.min(messages.size(), at + MqttSettings.MAX_IN_FLIGHT);
            publishWindow(messages.subList(at, end));
        }
    }

    private void publishWindow(List<Message> window) {
        List<IMqttToken> tokens = new ArrayList<>();
        try {
            for (Message message : window) {
                tokens.add(send(message));
            }
            for (IMqttToken token : tokens) {
                token.waitForCompletion(MqttSettings.PATIENCE.toMillis());
                int[] codes = token.getReasonCodes();
                if (codes != null && Arrays.stream(codes).anyMatch(code -> code >= FAILURE)) {
                    throw new Fault(
                            Fault.Kind.UNAVAILABLE,
                            "mqtt broker refuses an event with reason code %d: let this client publish"
                                    .formatted(codes[0]));
                }
            }
        } catch (MqttException e) {
            throw unavailable("publish", e);
        }
    }

    /// Paho counts an acknowledged message as under way until another of its threads has heard of it, which may be after the
    /// next is sent: then there is no room for a moment.
    private IMqttToken send(Message message) throws MqttException {
        long begunNs = System.nanoTime();
        while (true) {
            try {
                return client.publish(message.topic(), message.body().toArray(), QOS, false);
            } catch (MqttException e) {
                boolean full = e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT;
                if (!full || System.nanoTime() - begunNs > MqttSettings.PATIENCE.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(ROOM_NANOS);
            }
        }
    }

    private static Fault unavailable(String what, MqttException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "mqtt broker, %s: reason %d, %s"
                        .formatted(what, e.getReasonCode(), cause.getMessage()),
                e);
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect(0).waitForCompletion(MqttSettings.PATIENCE.toMillis());
            } else {
                client.disconnectForcibly(0, 0, false);
            }
        } catch (MqttException _) {
            // It is gone already, which is what was wanted.
        }
        try {
            client.close(true);
        } catch (MqttException _) {
            // As above.
        }
    }
}
