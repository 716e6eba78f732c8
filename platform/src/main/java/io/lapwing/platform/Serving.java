package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.JoinEvents;
import io.lapwing.kms.Lifecycle;
import io.lapwing.service.Health;
import io.lapwing.service.Metrics;
import io.lapwing.service.RowKey;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Observation;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import io.lapwing.vault.VaultStatus;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An open platform that is served: the door to networks with what it shows of itself, the door for people, the Central Entity
/// where there is one, and the administrators' socket.
final class Serving implements AutoCloseable {
    /// Who may read `/metrics`: certificates of these roles, which are no peers of the Join Server.
    static final List<String> METRICS_ROLES = List.of("admin", "monitor");

    private final Optional<WebDoor> door;
    private final PeopleDoor people;
    private final AdminSocket socket;
    private final Optional<CompromisedNodes> nodes;

    private Serving(
            Optional<WebDoor> door,
            PeopleDoor people,
            AdminSocket socket,
            Optional<CompromisedNodes> nodes) {
        this.nodes = nodes;
        this.door = door;
        this.people = people;
        this.socket = socket;
    }

    /// Routes beside those of the platform.
    ///
    /// @param networks behind the door to networks
    /// @param people behind the door to people
    record More(List<Route> networks, List<Route> people) {
        static final More NONE = new More(List.of(), List.of());
    }

    static Serving over(Platform platform) {
        return over(platform, More.NONE);
    }

    static Serving over(Platform platform, More more) {
        Metrics metrics = metrics(platform);
        Health health = health(platform);
        List<Route> shown = new ArrayList<>(more.networks());
        shown.addAll(
                Observation.routes(
                        health, metrics, Access.roles(METRICS_ROLES.toArray(String[]::new))));
        JoinEvents joins = platform.joinMinutes().before(JoinMetrics.in(metrics));
        WebDoor door =
                WebDoor.open(
                        platform, joins, Observation.events(metrics), shown.toArray(Route[]::new));
        try {
            return inside(platform, Optional.of(door), metrics, health, more.people());
        } catch (RuntimeException e) {
            door.close();
            throw e;
        }
    }

    /// Without the door to networks: no Join Server. What the platform shows of itself is behind the door for people then.
    static Serving gateway(Platform platform) {
        Metrics metrics = metrics(platform);
        Health health = health(platform);
        return inside(
                platform,
                Optional.empty(),
                metrics,
                health,
                Observation.routes(health, metrics, Access.permitted(Permission.METRICS_READ)));
    }

    private static Serving inside(
            Platform platform,
            Optional<WebDoor> door,
            Metrics metrics,
            Health health,
            List<Route> more) {
        platform.messengers().start(metrics, health);
        platform.central().ifPresent(central -> central.start(metrics));
        List<Route> rooms = new ArrayList<>(more);
        rooms.addAll(new PeopleRooms(platform).routes());
        return with(platform, door, peopleDoor(platform, metrics, rooms));
    }

    private static PeopleDoor peopleDoor(Platform platform, Metrics metrics, List<Route> rooms) {
        return PeopleDoor.open(
                platform,
                WebDoor.tls(platform, new KmsPeers(platform.kms())),
                Observation.events(metrics),
                rooms);
    }

    private static Serving with(Platform platform, Optional<WebDoor> door, PeopleDoor people) {
        try {
            return new Serving(
                    door,
                    people,
                    AdminSocket.open(
                            platform.folder().adminSocket(),
                            (user, request, out, err) -> inside(platform, user, request, out, err)),
                    nodes(platform));
        } catch (RuntimeException e) {
            people.close();
            throw e;
        }
    }

    private static Optional<CompromisedNodes> nodes(Platform platform) {
        return platform.central()
                .map(central ->
                        CompromisedNodes.start(
                                central, platform.kms().search(), platform.store().audit()));
    }

    private static Health health(Platform platform) {
        RowKey some = new RowKey("health", Bytes.of(0));
        return new Health(
                List.of(
                        new Health.Check("vault", () -> problem(platform.vault().status())),
                        new Health.Check(
                                "store",
                                () ->
                                        platform.store()
                                                .get(some)
                                                .map(_ -> "a row that nobody wrote"))));
    }

    private static Optional<String> problem(VaultStatus vault) {
        return vault.available() ? Optional.empty() : Optional.of(vault.detail());
    }

    private static Metrics metrics(Platform platform) {
        Metrics metrics = new Metrics();
        gauges(platform, metrics);
        platform.alarms().countIn(metrics);
        return metrics;
    }

    private static void gauges(Platform platform, Metrics metrics) {
        for (Lifecycle state : Lifecycle.values()) {
            metrics.gauge(
                    "lapwing_devices",
                    "Devices by state",
                    Map.of("state", state.word()),
                    () -> platform.kms().search().count(state));
        }
        metrics.gauge(
                "lapwing_audit_records",
                "Records in the audit log",
                Map.of(),
                () -> platform.store().audit().head().size());
        metrics.gauge(
                "lapwing_vault_key_version",
                "Newest version of the vault key",
                Map.of(),
                () -> platform.vault().status().keyVersion());
    }

    private static int inside(
            Platform platform,
            String user,
            AdminFrames.Request request,
            PrintWriter out,
            PrintWriter err) {
        Surroundings caller =
                new Surroundings(
                        out,
                        err,
                        new ByteArrayInputStream(request.input().getBytes(StandardCharsets.UTF_8)),
                        request.environment(),
                        platform.folder().root(),
                        Path.of(request.folder()),
                        user);
        return Shell.runInside(platform, caller, request.arguments().toArray(String[]::new));
    }

    /// Opens the first run while there is no administrator.
    ///
    /// @return until when; empty when there is one
    Optional<Instant> firstRun(DataFolder folder) {
        return people.firstRun(folder);
    }

    /// Where people find the platform: `https://localhost:8444`.
    String origin() {
        return people.origin();
    }

    /// The port of the door to networks, where there is one.
    ///
    /// @throws Fault `CONFLICT` for a gateway
    int port() {
        return door.map(WebDoor::port)
                .orElseThrow(
                        () -> new Fault(Fault.Kind.CONFLICT, "a gateway has no door to networks"));
    }

    /// Where devices send alarms as datagrams, where the configuration names a port for it.
    Optional<InetSocketAddress> alarmAddress() {
        return door.flatMap(WebDoor::alarmAddress);
    }

    @Override
    public void close() {
        socket.close();
        nodes.ifPresent(CompromisedNodes::close);
        people.close();
        door.ifPresent(WebDoor::close);
    }
}
