package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Pem;
import io.lapwing.service.SecretReference;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.events.AddressRules;
import io.lapwing.service.mqtt.MqttSettings;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// What of the configuration is about telling others of events.
final class EventsConfig {
    private EventsConfig() {}

    private static SSLContext trusting(Optional<Path> authorities) {
        return TlsContexts.trusting(authorities.map(Pem::certificates).orElse(List.of()));
    }

    /// Where webhooks may go.
    ///
    /// @param allow networks that are not public, `10.1.2.0/24`, and allowed all the same
    /// @param authorities a file (PEM) of the authorities whose servers are trusted; those of the Java runtime by default
    record Webhooks(List<String> allow, Optional<Path> authorities) {
        static Webhooks defaults() {
            return new Webhooks(List.of(), Optional.empty());
        }

        Webhooks {
            allow = List.copyOf(allow);
            AddressRules.checkNetworks(allow);
        }

        SSLContext tls() {
            return trusting(authorities);
        }
    }

    /// The broker to which all events are published; none without a URL.
    ///
    /// @param url `mqtts://host:port`, or `mqtt://` to this machine
    /// @param prefix the first levels of each topic
    /// @param authorities a file (PEM) of the authorities that are trusted; those of the Java runtime by default
    /// @param certificate a file (PEM) that shows the broker who this is, with its `key`
    /// @param plainAnywhere whether `mqtt://` may go further than this machine, in the clear
    record Mqtt(
            Optional<URI> url,
            Optional<String> user,
            Optional<SecretReference> password,
            String prefix,
            Optional<Path> authorities,
            Optional<Path> certificate,
            Optional<Path> key,
            boolean plainAnywhere) {
        static Mqtt defaults() {
            return new Mqtt(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "lapwing",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false);
        }

        Mqtt {
            boolean plain = plainAnywhere;
            url.ifPresent(broker -> MqttSettings.check(broker, plain));
            if (user.isPresent() != password.isPresent()) {
                throw Fault.badInput("mqtt user and password: want both, or none");
            }
            if (certificate.isPresent() != key.isPresent()
                    || (certificate.isPresent() && authorities.isEmpty())) {
                throw Fault.badInput("mqtt certificate: want key and authorities too");
            }
            if (!prefix.matches("[A-Za-z0-9._-]{1,64}(/[A-Za-z0-9._-]{1,64}){0,3}")) {
                throw Fault.badInput("mqtt prefix: want levels of letters, digits, . _ and -");
            }
        }

        /// How the broker is spoken to; empty without a URL.
        Optional<MqttSettings> settings(Map<String, String> environment) {
            return url.map(broker ->
                    new MqttSettings(
                            broker,
                            user.map(name ->
                                    new MqttSettings.Login(
                                            name, () -> password.orElseThrow().read(environment))),
                            prefix,
                            tls()));
        }

        private SSLContext tls() {
            if (certificate.isEmpty()) {
                return trusting(authorities);
            }
            List<X509Certificate> trusted = Pem.certificates(authorities.orElseThrow());
            return TlsContexts.of(
                    new TlsMaterial(
                            Pem.credentials(certificate.get(), key.orElseThrow()), trusted));
        }
    }
}
