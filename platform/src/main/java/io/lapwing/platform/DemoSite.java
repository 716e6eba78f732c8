package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Credentials;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpsClient;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A platform that serves on this machine for as long as a demo lasts: everything it stands on is in a temporary folder,
/// which is gone at the end, also when the process is told to end before (Ctrl-C).
final class DemoSite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ANSWER_LIMIT_BYTES = 1 << 20;

    private final TemporaryFolder folder;
    private final Thread lastAct = new Thread(this::end, "demo-end");
    private Optional<Running> running = Optional.empty();
    private boolean ended;

    private record Running(Platform platform, WebDoor door) {}

    private DemoSite(TemporaryFolder folder) {
        this.folder = folder;
    }

    /// Starts one on the embedded store, with a sealed vault in memory.
    static DemoSite start() {
        DemoSite site = new DemoSite(TemporaryFolder.of("lapwing-demo"));
        Runtime.getRuntime().addShutdownHook(site.lastAct);
        site.resume();
        return site;
    }

    /// Starts it again on what it left.
    synchronized void resume() {
        if (ended) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the demo was told to end");
        }
        Platform platform =
                Platform.open(
                        new DataFolder(folder().resolve("data")),
                        PlatformConfig.defaults()
                                .onLoopback(
                                        PlatformConfig.StoreConfig.defaults(),
                                        PlatformConfig.VaultConfig.defaults()),
                        Map.of());
        WebDoor door = WebDoor.open(platform, JoinMetrics.start(), HttpEvents.NONE);
        running = Optional.of(new Running(platform, door));
    }

    /// Stops it; its folder stays.
    synchronized void stop() {
        running.ifPresent(now -> {
            now.door().close();
            now.platform().close();
        });
        running = Optional.empty();
    }

    /// The platform, which is running.
    synchronized Platform platform() {
        return running.orElseThrow().platform();
    }

    /// Where it answers. A platform started again has another port.
    synchronized URI uri() {
        return URI.create("https://127.0.0.1:" + running.orElseThrow().door().port() + "/");
    }

    /// Where it takes alarms as datagrams. A platform started again has another port.
    synchronized InetSocketAddress alarms() {
        return running.orElseThrow().door().alarmAddress().orElseThrow();
    }

    /// The folder of the demo: the platform's own is below it.
    Path folder() {
        return folder.path();
    }

    /// A client with a certificate of the platform's authority.
    HttpsClient client(PeerIdentity identity) {
        return client(platform().pki().issueClient(identity));
    }

    /// A client that trusts the platform and shows this certificate.
    HttpsClient client(Credentials credentials) {
        X509Certificate authority = platform().pki().authority();
        return new HttpsClient(
                new TlsMaterial(credentials, List.of(authority)), PATIENCE, ANSWER_LIMIT_BYTES);
    }

    /// Stops it and deletes everything.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastAct);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook does the same.
        }
        end();
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        stop();
        folder.close();
    }
}
