package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.device.DeviceIdentity;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.vault.KeyBinding.Role;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Who lives in a world beside the devices: a network server, an application server for each owner, and the station that
/// made the devices.
final class WorldParties implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ANSWER_LIMIT_BYTES = 1 << 20;

    private final List<HttpsClient> clients = new ArrayList<>();
    private final Map<String, DemoApplicationServer> owners = new HashMap<>();
    private final DemoNetworkServer network;
    private final DemoStation station;

    private WorldParties(Platform platform, URI uri, WorldFolder folder, Aes aes) {
        network =
                new DemoNetworkServer(
                        aes,
                        client(platform, uri, "network-server", DemoNetworkServer.NAME),
                        folder.kek(Role.NETWORK_SERVER, DemoNetworkServer.NAME, aes));
        for (String owner : WorldFolder.OWNERS) {
            owners.put(
                    owner,
                    new DemoApplicationServer(
                            owner,
                            aes,
                            client(platform, uri, "application-server", owner),
                            folder.kek(Role.APPLICATION_SERVER, owner, aes)));
        }
        station = new DemoStation(aes, folder.kek(Role.STATION, DemoStation.LABEL, aes));
    }

    static WorldParties of(Platform platform, int port, WorldFolder folder, Aes aes) {
        return new WorldParties(
                platform, URI.create("https://127.0.0.1:" + port + "/"), folder, aes);
    }

    private BackendClient client(Platform platform, URI uri, String role, String name) {
        HttpsClient client =
                new HttpsClient(
                        new TlsMaterial(
                                platform.pki().issueClient(new PeerIdentity(role, name)),
                                List.of(platform.pki().authority())),
                        PATIENCE,
                        ANSWER_LIMIT_BYTES);
        clients.add(client);
        return new BackendClient(client, uri);
    }

    DemoNetworkServer network() {
        return network;
    }

    DemoStation station() {
        return station;
    }

    /// The application server of a device's owner.
    DemoApplicationServer owner(DeviceIdentity device) {
        return Objects.requireNonNull(owners.get(WorldFolder.owner(device.devEui())));
    }

    @Override
    public void close() {
        clients.forEach(HttpsClient::close);
        owners.values().forEach(DemoApplicationServer::close);
        network.close();
        station.close();
    }
}
