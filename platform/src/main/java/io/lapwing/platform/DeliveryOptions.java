package io.lapwing.platform;

import io.lapwing.kms.KeyDelivery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a device's session keys reach their receivers, as options.
final class DeliveryOptions {
    @Option(
            names = "--app-s-key",
            paramLabel = "in-answer|on-request",
            description = {
                "When the application server gets the AppSKey: with the join, or asked for.",
                "A new device's: with the join where --as-id or --as-key is given."
            })
    private @Nullable String appSKey;

    @Option(
            names = "--as-id",
            paramLabel = "ID",
            description = "The device's application server; \"\" for none.")
    private @Nullable String applicationServer;

    @Option(
            names = "--ns-key",
            paramLabel = "LABEL",
            description = "The network server's wrapping key, when not the peer's; \"\" for that.")
    private @Nullable String networkServerKey;

    @Option(
            names = "--as-key",
            paramLabel = "LABEL",
            description = {
                "The application server's wrapping key: needed in-answer.",
                "On request the peer's own serves without; \"\" for that."
            })
    private @Nullable String applicationServerKey;

    /// What these options say of a new device.
    KeyDelivery ofNew() {
        KeyDelivery unsaid =
                KeyDelivery.to(
                        over(applicationServer, Optional.empty()),
                        over(networkServerKey, Optional.empty()),
                        over(applicationServerKey, Optional.empty()));
        return appSKey == null ? unsaid : unsaid.travelling(appSKey(appSKey));
    }

    /// These options, and for what they do not say what was.
    KeyDelivery over(KeyDelivery was) {
        return new KeyDelivery(
                appSKey == null ? was.appSKey() : appSKey(appSKey),
                over(applicationServer, was.applicationServer()),
                over(networkServerKey, was.networkServerKey()),
                over(applicationServerKey, was.applicationServerKey()));
    }

    private static Optional<String> over(@Nullable String said, Optional<String> was) {
        return said == null ? was : Optional.of(said).filter(text -> !text.isEmpty());
    }

    private static KeyDelivery.AppSKey appSKey(String word) {
        return Words.parse("--app-s-key", word, KeyDelivery.AppSKey.class);
    }
}
