package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.DeviceIdentity;
import io.lapwing.device.DeviceMemory;
import io.lapwing.device.DeviceSession;
import io.lapwing.device.EndDevice;
import io.lapwing.device.JoinOutcome;
import io.lapwing.device.KeySlots;
import io.lapwing.device.Outgoing;
import io.lapwing.device.SoftKeySlots;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Devices;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.kms.NewDevice;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.vault.KeyBinding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Who appears in the story of the joins: a platform, a network server, two owners' application servers, a station, and
/// the devices; and what they do more than once.
final class DemoCast implements AutoCloseable {
    static final String OWNER = "river-watch";
    static final String NEIGHBOUR = "valley-farm";
    static final Actor OPERATOR = Actor.operator("demo");
    static final FPort PORT = new FPort(10);

    /// Of IANA's EUI-64s for documentation (RFC 9542).
    static final Eui64 JOIN_EUI = Eui64.parse("00005EEF100000F0");

    private static final Eui64 FIRST_DEV_EUI = Eui64.parse("00005EEF10000001");

    private final DemoSite site;
    private final Aes aes = Aes.best();
    private final List<HttpsClient> clients = new ArrayList<>();
    private final List<SoftKeySlots> slots = new ArrayList<>();
    private final List<EndDevice> devices = new ArrayList<>();
    private int ordered;
    private final HttpsClient networkHttp;
    private final DemoNetworkServer network;
    private final DemoApplicationServer owner;
    private final DemoApplicationServer neighbour;
    private final DemoStation station;

    /// @param site is left open
    DemoCast(DemoSite site) {
        this.site = site;
        networkHttp = client(new PeerIdentity("network-server", DemoNetworkServer.NAME));
        network = new DemoNetworkServer(aes, joinServer(networkHttp));
        owner = applicationServer(OWNER);
        neighbour = applicationServer(NEIGHBOUR);
        station = new DemoStation(aes);
    }

    DemoSite site() {
        return site;
    }

    Platform platform() {
        return site.platform();
    }

    DemoNetworkServer network() {
        return network;
    }

    DemoApplicationServer owner() {
        return owner;
    }

    DemoApplicationServer neighbour() {
        return neighbour;
    }

    /// The devices that were made, in their order.
    List<EndDevice> devices() {
        return List.copyOf(devices);
    }

    private HttpsClient client(PeerIdentity identity) {
        HttpsClient client = site.client(identity);
        clients.add(client);
        return client;
    }

    private BackendClient joinServer(HttpsClient client) {
        return new BackendClient(client, site.uri());
    }

    private DemoApplicationServer applicationServer(String name) {
        return new DemoApplicationServer(
                name, aes, joinServer(client(new PeerIdentity("application-server", name))));
    }

    /// Enters the three parties, and takes their wrapping keys.
    void welcome() {
        Platform platform = platform();
        for (DemoKek kek : List.of(network.kek(), owner.kek(), neighbour.kek(), station.kek())) {
            kek.handIn(OPERATOR, platform.kms().receivers(), platform.vault().importKey());
        }
        platform.kms()
                .peers()
                .add(
                        OPERATOR,
                        DemoPeers.networkServer(
                                DemoNetworkServer.NAME,
                                Set.of(DemoNetworkServer.NET_ID),
                                new EuiPrefix(JOIN_EUI, 64)));
        platform.kms()
                .peers()
                .add(OPERATOR, DemoPeers.applicationServer(OWNER, new EuiPrefix(JOIN_EUI, 64)));
        platform.kms()
                .peers()
                .add(OPERATOR, DemoPeers.applicationServer(NEIGHBOUR, new EuiPrefix(JOIN_EUI, 64)));
    }

    /// A device as it leaves the factory.
    ///
    /// @param rootKeys the station's copies, by kind
    record Ordered(DeviceIdentity identity, Map<Kind, Secret> rootKeys) {
        Ordered {
            rootKeys = Map.copyOf(rootKeys);
        }

        /// The copy of a kind.
        Secret key(Kind kind) {
            Secret key = rootKeys.get(kind);
            if (key == null) {
                throw Fault.badInput("no " + kind + " among the copies: want one");
            }
            return key;
        }
    }

    /// Has a device of the owner made, and brings it from the factory to the claim.
    ///
    /// @param more what else is known of it
    Ordered order(MacVersion version, KeyDelivery.AppSKey appSKey, UnaryOperator<NewDevice> more) {
        Eui64 devEui = new Eui64(FIRST_DEV_EUI.value() + ordered);
        ordered++;
        NewDevice request =
                NewDevice.of(devEui, JOIN_EUI, version)
                        .requiringClaim()
                        .withDelivery(
                                new KeyDelivery(
                                        appSKey,
                                        Optional.of(OWNER),
                                        Optional.empty(),
                                        Optional.of(OWNER)));
        Devices known = platform().kms().devices();
        var made = known.createForStation(OPERATOR, more.apply(request), DemoStation.LABEL);
        Map<Kind, Secret> keys = station.open(made.copies());
        known.provision(new Actor(Actor.Role.STATION, DemoStation.LABEL), devEui);
        known.claim(Actor.owner(OWNER), devEui, OWNER);
        return new Ordered(new DeviceIdentity(devEui, JOIN_EUI, version), keys);
    }

    /// Makes a device of the owner with its keys in this process.
    void make(MacVersion version, KeyDelivery.AppSKey appSKey) {
        Ordered made = order(version, appSKey, UnaryOperator.identity());
        devices.add(device(made.identity(), slots(made)));
    }

    /// The keys of a device in this process's memory, closed with the cast.
    SoftKeySlots slots(Ordered device) {
        SoftKeySlots keys = station.slots(device.rootKeys());
        slots.add(keys);
        return keys;
    }

    /// A device over key slots of any kind.
    static EndDevice device(DeviceIdentity identity, KeySlots keys) {
        // The seed is fixed, so that no two random DevNonces of a demo are ever the same.
        return new EndDevice(
                identity,
                keys,
                DeviceMemory.volatileMemory(),
                new SplittableRandom(identity.devEui().value()));
    }

    /// A join, from the device over network server and Join Server, and back.
    DeviceSession join(EndDevice device) {
        return finish(device, network.join(device.identity(), device.joinRequest()));
    }

    /// A rejoin on the same way.
    DeviceSession rejoin(EndDevice device, JoinType type) {
        return finish(device, network.rejoin(device.identity(), device.rejoinRequest(type)));
    }

    /// What follows a granted request: the device takes the join-accept, and the network server serves the session.
    ///
    /// @throws Fault `CONFLICT` when the request was refused, `TAMPERED` when the device refuses the join-accept
    DeviceSession finish(EndDevice device, Answer answer) {
        return switch (device.joinAccept(DemoNetworkServer.grant(answer).joinAccept())) {
            case JoinOutcome.Joined(DeviceSession session) -> {
                network.serve(device.identity(), answer, session.terms().devAddr());
                yield session;
            }
            case JoinOutcome.Refused refusal ->
                    throw new Fault(Fault.Kind.TAMPERED, "the device says: " + refusal.why());
        };
    }

    /// A reading, from the device to where the network server passes it on.
    DemoNetworkServer.Delivery send(EndDevice device, String reading) {
        return network.uplink(
                device.identity(),
                device.session()
                        .orElseThrow()
                        .uplink(
                                Outgoing.data(PORT, bytes(reading)),
                                DemoNetworkServer.TRANSMISSION));
    }

    /// Whether a reading of the device reaches its owner.
    boolean delivers(EndDevice device, String reading) {
        return owner.read(send(device, reading)).equals(bytes(reading));
    }

    static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Goes on after the platform was started again.
    void reconnect() {
        network.moveTo(joinServer(networkHttp));
    }

    /// Every key that exists outside the vault, in the hands of whoever may have it.
    List<Secret> keys() {
        return Stream.of(
                        station.rootKeys(),
                        network.keysSeen(),
                        owner.keysSeen(),
                        Stream.of(network.kek(), owner.kek(), neighbour.kek(), station.kek())
                                .map(DemoKek::key)
                                .toList())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void close() {
        clients.forEach(HttpsClient::close);
        slots.forEach(SoftKeySlots::close);
        network.close();
        owner.close();
        neighbour.close();
        station.close();
    }
}
