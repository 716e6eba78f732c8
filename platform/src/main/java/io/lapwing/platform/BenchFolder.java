package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.kms.Actor;
import io.lapwing.kms.DeviceImport;
import io.lapwing.lorawan.NetId;
import io.lapwing.service.Config;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.sql.PrivatePostgres;
import io.lapwing.vault.KeyBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/// The data folder of a bench: a whole instance with a network server, an application server and a fleet of devices, made in
/// a temporary folder and deleted at the end.
final class BenchFolder implements AutoCloseable {
    static final NetId NET_ID = NetId.parse("000013");

    private static final String NETWORK_SERVER = "bench-ns";
    private static final Actor ACTOR = Actor.operator("bench");
    private static final int IMPORT_THREADS = 4;

    private final TemporaryFolder temporary;
    private final DataFolder data;
    private final Optional<PrivatePostgres> postgres;
    private final Secret networkServerKey = Secret.random(16);
    private final Secret applicationServerKey = Secret.random(16);

    private BenchFolder(TemporaryFolder temporary, Optional<PrivatePostgres> postgres) {
        this.temporary = temporary;
        this.data = new DataFolder(root().resolve("data"));
        this.postgres = postgres;
    }

    /// Makes the folder with its configuration.
    ///
    /// @param temporary on the disk that is to be measured, closed with this
    static BenchFolder make(
            TemporaryFolder temporary,
            PlatformConfig.StoreEngine store,
            PlatformConfig.VaultAdapter vault) {
        Optional<PrivatePostgres> postgres =
                switch (store) {
                    case EMBEDDED -> Optional.empty();
                    case POSTGRES ->
                            Optional.of(
                                    PrivatePostgres.start(
                                            temporary.passable().path().resolve("postgres")));
                };
        BenchFolder folder = new BenchFolder(temporary, postgres);
        folder.data.create();
        try {
            Files.writeString(folder.data.configuration(), folder.configuration(vault));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private String configuration(PlatformConfig.VaultAdapter vault) {
        String store =
                postgres.map(server ->
                                """
                                [store]
                                engine = "postgres"
                                url = "%s"
                                user = "%s"
                                password = "file:%s"
                                """
                                        .formatted(
                                                server.address().url(),
                                                server.address().user(),
                                                root().resolve("postgres/password")))
                        .orElse("");
        return """
        [listen]
        address = "127.0.0.1:0"

        [console]
        address = "127.0.0.1:0"

        [vault]
        adapter = "%s"

        %s\
        """
                .formatted(Words.of(vault), store);
    }

    DataFolder data() {
        return data;
    }

    PlatformConfig config() {
        return Config.load(data.configuration(), PlatformConfig.class);
    }

    /// The processes of the store's own server, whose processor time counts too.
    Optional<ProcessHandle> storeServer() {
        return postgres.map(PrivatePostgres::process);
    }

    /// The network server on so many connections, which share the devices.
    ///
    /// @param codec reads its answers
    List<BenchNetworkServer> networkServer(BenchFleet fleet, BackendClient codec, int connections) {
        var receivers =
                new BenchNetworkServer.Receivers(codec, networkServerKey, applicationServerKey);
        return IntStream.range(0, connections)
                .mapToObj(i -> new BenchNetworkServer(fleet, receivers, i, connections))
                .toList();
    }

    /// Enters the peer, its wrapping keys and the devices; the instance is closed again afterwards.
    ///
    /// @return what the devices' import came to, and the certificates by which the network server connects
    Prepared prepare(BenchFleet fleet, Terminal terminal) {
        try (Platform platform = Platform.open(data, config(), System.getenv())) {
            receiver(platform, KeyBinding.Role.NETWORK_SERVER, NETWORK_SERVER, networkServerKey);
            receiver(
                    platform,
                    KeyBinding.Role.APPLICATION_SERVER,
                    BenchFleet.APPLICATION_SERVER,
                    applicationServerKey);
            PeerIdentity identity = new PeerIdentity("network-server", NETWORK_SERVER);
            platform.kms()
                    .peers()
                    .add(
                            ACTOR,
                            DemoPeers.networkServer(NETWORK_SERVER, Set.of(NET_ID), DemoPeers.ANY));
            DeviceImport.Summary imported = importDevices(platform, fleet, terminal);
            TlsMaterial tls =
                    new TlsMaterial(
                            platform.pki().issueClient(identity),
                            List.of(platform.pki().authority()));
            return new Prepared(imported, tls);
        }
    }

    /// What a bench starts from.
    record Prepared(DeviceImport.Summary imported, TlsMaterial networkServer) {
        SSLContext tls() {
            return TlsContexts.of(networkServer);
        }
    }

    private static void receiver(
            Platform platform, KeyBinding.Role role, String label, Secret key) {
        String sealed = JweSeal.seal(platform.vault().importKey(), key);
        platform.kms().receivers().importSealed(ACTOR, role, label, sealed);
    }

    private DeviceImport.Summary importDevices(
            Platform platform, BenchFleet fleet, Terminal terminal) {
        Path file = root().resolve("devices.jsonl");
        try (Progress progress = terminal.progress("sealing keys", fleet.size())) {
            fleet.writeImport(file, platform.vault().importKey(), progress);
        }
        try (Progress progress = terminal.progress("importing devices", fleet.size())) {
            DeviceImport.Summary summary =
                    platform.kms()
                            .imports()
                            .run(
                                    ACTOR,
                                    new DeviceImport.Order(
                                            file, root().resolve("refused.csv"), IMPORT_THREADS),
                                    state -> progress.at(state.done()));
            if (summary.imported() != fleet.size()) {
                throw new Fault(
                        Fault.Kind.INTERNAL,
                        "import of %d devices took %d".formatted(fleet.size(), summary.imported()));
            }
            return summary;
        }
    }

    Path root() {
        return temporary.path();
    }

    @Override
    public void close() {
        networkServerKey.close();
        applicationServerKey.close();
        postgres.ifPresent(PrivatePostgres::close);
        temporary.close();
    }
}
