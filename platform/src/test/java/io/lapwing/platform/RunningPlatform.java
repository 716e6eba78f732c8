package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.kms.Actor;
import io.lapwing.service.Credentials;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpsClient;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A platform in this process that serves HTTPS on a free port of the loopback interface.
final class RunningPlatform implements AutoCloseable {
    static final Actor ANNA = Actor.operator("anna");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ANSWER_LIMIT_BYTES = 64 * 1024;

    private final Platform platform;
    private final WebDoor door;

    private RunningPlatform(Platform platform, WebDoor door) {
        this.platform = platform;
        this.door = door;
    }

    /// With an embedded store and a memory vault.
    static RunningPlatform open(Path folder) {
        return open(folder, embedded());
    }

    static RunningPlatform open(Path folder, PlatformConfig config) {
        Platform platform = Platform.open(new DataFolder(folder), config, Map.of());
        try {
            return new RunningPlatform(
                    platform, WebDoor.open(platform, JoinMetrics.start(), HttpEvents.NONE));
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    /// An embedded store and a memory vault.
    static PlatformConfig embedded() {
        return with(PlatformConfig.StoreConfig.defaults(), PlatformConfig.VaultConfig.defaults());
    }

    static PlatformConfig with(PlatformConfig.StoreConfig store, PlatformConfig.VaultConfig vault) {
        return PlatformConfig.defaults().onLoopback(store, vault);
    }

    Platform platform() {
        return platform;
    }

    URI url() {
        return URI.create("https://localhost:" + door.port() + "/");
    }

    /// Where it takes alarms as datagrams.
    InetSocketAddress alarms() {
        return door.alarmAddress().orElseThrow();
    }

    /// A client that shows this certificate and trusts the platform's authority.
    HttpsClient client(Credentials own) {
        return new HttpsClient(
                new TlsMaterial(own, List.of(platform.pki().authority())),
                PATIENCE,
                ANSWER_LIMIT_BYTES);
    }

    /// A key as its importer sends it: sealed to the vault's import key.
    String sealed(Bytes key) {
        try (Secret secret = Secret.take(key.toArray())) {
            return JweSeal.seal(platform.vault().importKey(), secret);
        }
    }

    long auditSize() {
        return platform.store().audit().head().size();
    }

    @Override
    public void close() {
        try {
            door.close();
        } finally {
            platform.close();
        }
    }
}
