package io.lapwing.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Request;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Desks that hold a small world in memory: nothing, the ordinary, or the same with hostile text in each free field.
///
/// @param text what stands in each free field
record World(boolean empty, String text, List<String> done) {
    static final String AT = "2026-11-21T08:00:00Z";
    static final String DEV_EUI = "70B3D57ED0000001";
    static final String HOSTILE =
            "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}";

    static World ordinary() {
        return new World(false, "acme", new ArrayList<>());
    }

    static World nothing() {
        return new World(true, "acme", new ArrayList<>());
    }

    static World hostile() {
        return new World(false, HOSTILE, new ArrayList<>());
    }

    static Principal everyone(Role... roles) {
        return new Principal(
                "anna",
                Principal.Kind.USER,
                Stream.of(roles).map(role -> new Grant(role, Scope.EVERYTHING)).toList());
    }

    Desks desks() {
        return new Desks(
                this::overview,
                new MemoryDevices(),
                new MemoryKeys(),
                new MemoryPeers(this),
                new MemoryTrust(this),
                new MemoryAudit(),
                new MemoryJobs(),
                new MemoryPeople(this),
                new MemoryApprovals(),
                new MemoryWebhooks(this),
                new MemorySignIn(this),
                new MemoryEvents());
    }

    private <T> List<T> all(List<T> items) {
        return empty ? List.of() : items;
    }

    private OverviewDesk.Overview overview(Principal who) {
        Map<String, Long> devices = new LinkedHashMap<>();
        long[] counts = {412, 1_289, 640, 18_730, 96, 211, 3};
        for (int i = 0; i < counts.length; i++) {
            devices.put(DevicePages.STATES.get(i), empty ? 0 : counts[i]);
        }
        List<OverviewDesk.Minute> minutes =
                IntStream.range(0, 60)
                        .mapToObj(i ->
                                new OverviewDesk.Minute(
                                        "2026-11-21T07:%02d:00Z".formatted(i),
                                        empty
                                                ? 0
                                                : Math.round(
                                                        40 + 18 * Math.sin(i / 7.0) + i * 7 % 11),
                                        empty || i % 13 != 0 ? 0 : 4))
                        .toList();
        return new OverviewDesk.Overview(
                devices,
                minutes,
                List.of(
                        new OverviewDesk.Part("vault", "SoftHSM, " + text, Optional.empty()),
                        new OverviewDesk.Part("store", "PostgreSQL", Optional.of(text)),
                        new OverviewDesk.Part("audit", "signed 4 s ago", Optional.empty())),
                all(
                        List.of(
                                new OverviewDesk.Alarm(
                                        AT,
                                        "warning",
                                        "Nonces run out: " + text,
                                        DEV_EUI,
                                        Optional.of("/devices/" + DEV_EUI)),
                                new OverviewDesk.Alarm(
                                        AT,
                                        "bad",
                                        "A join was refused",
                                        text,
                                        Optional.of("javascript:alert(1)")))),
                all(List.of(new OverviewDesk.Expiring(text, "2026-12-01T00:00:00Z", 10))),
                empty ? 0 : 2);
    }

    private final class MemoryApprovals implements ApprovalDesk {
        @Override
        public List<Kind> kinds() {
            return List.of(
                    new Kind(
                            "keys-renew",
                            "Renew root keys",
                            Permission.KEYS_RENEW,
                            true,
                            List.of(new Parameter("station", "Station", "A label."))),
                    new Kind("device-export", "Export", Permission.DEVICE_EXPORT, true, List.of()),
                    new Kind(
                            "vault-destroy",
                            "Destroy",
                            Permission.VAULT_DESTROY,
                            false,
                            List.of(new Parameter("version", "Version", ""))));
        }

        @Override
        public Plan plan(Principal who, Wanted wanted) {
            Kind kind =
                    kinds().stream()
                            .filter(one -> one.word().equals(wanted.kind()))
                            .findFirst()
                            .orElseThrow();
            return new Plan(kind, text, List.of(text));
        }

        @Override
        public ApprovalView ask(Principal who, Wanted wanted, String reason) {
            done.add("ask " + wanted + " " + reason);
            return view("waiting");
        }

        private ApprovalView view(String state) {
            return new ApprovalView(
                    "a1",
                    "dev-nonce-reset",
                    text,
                    Optional.of(DEV_EUI),
                    List.of(text),
                    text,
                    state,
                    text,
                    AT,
                    Optional.of(AT),
                    Optional.of(text),
                    Optional.of("j1"),
                    Optional.of(text),
                    true,
                    true,
                    true);
        }

        @Override
        public List<ApprovalView> list(Principal who) {
            return all(List.of(view("waiting"), view("approved"), view("done"), view("over")));
        }

        @Override
        public ApprovalView find(Principal who, String id) {
            if (!id.equals("a1")) {
                throw new Fault(Fault.Kind.NOT_FOUND, "no such approval");
            }
            return view("waiting");
        }

        @Override
        public ApprovalView approve(Principal who, String id) {
            done.add("approve " + id);
            return view("taken");
        }

        @Override
        public ApprovalView refuse(Principal who, String id) {
            done.add("refuse " + id);
            return view("refused");
        }

        @Override
        public ApprovalView withdraw(Principal who, String id) {
            done.add("withdraw " + id);
            return view("withdrawn");
        }

        @Override
        public Download download(Principal who, String id, String format) {
            return new Download("a1." + format, out -> out.write(format.getBytes(UTF_8)));
        }
    }

    private DeviceView device(int i) {
        return new DeviceView(
                "70B3D57ED%07X".formatted(i),
                "70B3D57ED0000000",
                i % 2 == 0 ? "1.1" : "1.0.4",
                DevicePages.STATES.get(i * 3 % DevicePages.STATES.size()),
                true,
                i % 4 == 0 ? Optional.of(text) : Optional.empty(),
                true,
                i % 3 == 0 ? Optional.empty() : Optional.of(text),
                Optional.of("000013"),
                Map.of("site", text),
                new DeviceView.Delivery(
                        "in-answer", Optional.of(text), Optional.of(text), Optional.of(text)),
                "0.1",
                List.of(
                        new DeviceView.RootKeyView("nwk-key", "0.1", 3, "generated", false, AT),
                        new DeviceView.RootKeyView("app-key", "0.1", 3, "imported", true, AT)),
                i == 1
                        ? List.of(new DeviceView.Waiting("dev-nonce-reset", text, AT, text))
                        : List.of(),
                new DeviceView.Nonces(65_000, 16_000_000, 65_000, i == 2),
                4,
                Optional.of("A1".repeat(32)),
                i == 1 ? Optional.of(new DeviceView.Tamper(text, 7, AT)) : Optional.empty());
    }

    private final class MemoryDevices implements DeviceDesk {
        @Override
        public Page<DeviceView> page(
                Principal who, DeviceFilter filter, Optional<String> after, int limit) {
            return empty
                    ? new Page<>(List.of(), Optional.empty())
                    : new Page<>(
                            IntStream.range(1, 13).mapToObj(World.this::device).toList(),
                            Optional.of(text));
        }

        @Override
        public Count count(Principal who, DeviceFilter filter) {
            return new Count(empty ? 0 : 12, false);
        }

        @Override
        public Versioned<DeviceView> find(Principal who, String devEui) {
            return new Versioned<>(7, device(1));
        }

        @Override
        public List<SessionView> sessions(Principal who, String devEui) {
            return all(
                    List.of(
                            new SessionView(
                                    "0011223344556677", "join", "000013", 4, 3, Optional.of(AT))));
        }

        @Override
        public Versioned<DeviceView> create(Principal who, NewDeviceForm form) {
            done.add(form.toString());
            return new Versioned<>(1, device(1));
        }

        @Override
        public Versioned<DeviceView> act(
                Principal who, String devEui, OptionalLong version, DeviceAction action) {
            done.add(devEui + " " + version + " " + action);
            return new Versioned<>(8, device(1));
        }

        @Override
        public String actOnMany(Principal who, List<String> devEuis, DeviceAction action) {
            done.add(devEuis + " " + action);
            return "j1";
        }

        @Override
        public String actOnAll(Principal who, DeviceFilter filter, DeviceAction action) {
            done.add("all " + DeviceConditions.query(filter) + " " + action);
            return "j1";
        }

        @Override
        public String importFile(Principal who, String format, InputStream content) {
            try {
                String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
                done.add("import " + format + " " + text);
            } catch (IOException e) {
                throw Fault.badInput("it broke off");
            }
            return "j1";
        }
    }

    private final class MemoryKeys implements KeyDesk {
        @Override
        public VaultView vault(Principal who) {
            return new VaultView(
                    "PKCS#11",
                    true,
                    text,
                    List.of(new Version(2, false), new Version(3, true)),
                    Optional.of(12L),
                    Optional.empty());
        }

        @Override
        public List<ReceiverView> receivers(Principal who) {
            return all(
                    List.of(
                            new ReceiverView(
                                    "network-server",
                                    text,
                                    List.of(new ReceiverVersion(1, true, AT)))));
        }

        @Override
        public String rotate(Principal who) {
            done.add("rotate");
            return "j1";
        }

        @Override
        public ReceiverView importReceiver(Principal who, String role, String label, String jwe) {
            done.add("receiver " + label);
            return new ReceiverView(role, label, List.of());
        }

        @Override
        public ReceiverView retireReceiver(Principal who, String role, String label, int version) {
            done.add("retire " + label);
            return new ReceiverView(role, label, List.of());
        }

        @Override
        public String importKey(Principal who) {
            return "{\"kty\":\"EC\",\"x\":\"" + text + "\"}";
        }
    }

    private final class MemoryAudit implements AuditDesk {
        @Override
        public Page<AuditView> page(
                Principal who, AuditFilter filter, OptionalLong before, int limit) {
            return new Page<>(
                    all(
                            List.of(
                                    record(9, "join.accept", "done"),
                                    record(8, "join.refuse", "mic-failed"),
                                    record(5, "device.claim", "done"),
                                    record(4, "device.provision", "done"),
                                    record(3, "device.create", "done"))),
                    empty ? Optional.empty() : Optional.of("3"));
        }

        private AuditView record(long index, String action, String outcome) {
            return new AuditView(
                    index, AT, "user:" + text, action, DEV_EUI, outcome, Map.of("why", text));
        }

        @Override
        public List<AuditView> life(Principal who, String devEui) {
            return page(who, AuditFilter.of(devEui), OptionalLong.empty(), 100).items();
        }

        @Override
        public ChainView chain(Principal who) {
            return new ChainView(text, 10, "ab".repeat(32), OptionalLong.of(8), Optional.of(AT), 1);
        }

        @Override
        public String verify(Principal who) {
            done.add("verify");
            return "j1";
        }
    }

    private final class MemoryJobs implements JobDesk {
        private JobView job(String state) {
            return new JobView(
                    "j1",
                    "device.suspend",
                    state,
                    text,
                    AT,
                    Optional.empty(),
                    640,
                    3,
                    Optional.of(1_000L),
                    List.of(new Failure(DEV_EUI, text)),
                    Optional.of(text));
        }

        @Override
        public Page<JobView> page(Principal who, Optional<String> after, int limit) {
            return new Page<>(all(List.of(job("running"), job("done"))), Optional.empty());
        }

        @Override
        public Versioned<JobView> find(Principal who, String id) {
            return new Versioned<>(1, job("running"));
        }

        @Override
        public InputStream refused(Principal who, String id) {
            return new ByteArrayInputStream(
                    "line,device,reason\n".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Versioned<JobView> cancel(Principal who, String id) {
            done.add("cancel " + id);
            return new Versioned<>(2, job("cancelled"));
        }
    }

    private static final class MemoryEvents implements EventDesk {
        @Override
        public Batch after(Principal who, long index, int limit) {
            return new Batch(List.of(), index);
        }

        @Override
        public long newest() {
            return 9;
        }

        @Override
        public void await(long index, Duration atMost) {
            // nothing happens in this world
        }
    }

    /// Who asks of [Console] in tests, and in which session.
    static Optional<Visits.Visit> visit(Request request) {
        return Optional.of(new Visits.Visit("s1", "token-of-the-session"));
    }
}
