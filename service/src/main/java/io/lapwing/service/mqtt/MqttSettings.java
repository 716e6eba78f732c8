package io.lapwing.service.mqtt;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Which broker, and how it is spoken to.
///
/// @param url `mqtts://host:port`, or `mqtt://` to this machine
/// @param login who this platform is to the broker, where certificates do not say it
/// @param prefix the first levels of each topic
/// @param tls whom it trusts, with its own certificate where it has one
public record MqttSettings(URI url, Optional<Login> login, String prefix, SSLContext tls) {
    /// How many messages wait for the broker's acknowledgement at once: below the 20 that Mosquitto takes (MQTT 5 §3.3.4).
    static final int MAX_IN_FLIGHT = 16;

    /// How long a connection or an acknowledgement may take.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Pauses between attempts to connect grow from the first to the second.
    static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /// How often at most a position is saved: what was sent since is sent again after a crash.
    static final Duration SAVE_EVERY = Duration.ofSeconds(1);

    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /// A name and a password.
    ///
    /// @param password read anew at each connection; closed after it
    public record Login(String user, Supplier<Secret> password) {}

    /// Checks a broker's address.
    ///
    /// @param plainAnywhere whether `mqtt://` may go further than this machine, in the clear
    /// @throws Fault `BAD_INPUT` for another one
    public static void check(URI url, boolean plainAnywhere) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean plain = scheme.equals("mqtt");
        if (!(plain || scheme.equals("mqtts"))
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || !url.getRawPath().isEmpty()) {
            throw Fault.badInput("mqtt url: want mqtts://host:port");
        }
        if (plain && !plainAnywhere && !THIS_MACHINE.contains(url.getHost())) {
            throw Fault.badInput(
                    "mqtt url: mqtt:// would send events and a password in the clear: want mqtts://,"
                            + " or plain-anywhere = true");
        }
    }

    /// As Paho writes it.
    String address() {
        boolean plain = "mqtt".equalsIgnoreCase(url.getScheme());
        int standard = plain ? PLAIN_PORT : TLS_PORT;
        return (plain ? "tcp://" : "ssl://")
                + url.getHost()
                + ":"
                + (url.getPort() < 0 ? standard : url.getPort());
    }
}
