package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.console.ApprovalDesk.ApprovalView;
import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.device.AlarmFrames;
import io.lapwing.device.AlarmSender;
import io.lapwing.device.TamperKind;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminDeviceTest {
    private static final String DEVICE = "70B3D57ED0000001";
    private static final String RESET = "dev-nonce-reset." + DEVICE;

    @TempDir Path folder;
    private AdminWorld world;
    private Platform platform;

    @BeforeEach
    void open() {
        world = AdminWorld.in(folder);
        platform = world.open();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private int device(String... args) {
        String[] line = new String[args.length + 1];
        line[0] = "device";
        System.arraycopy(args, 0, line, 1, args.length);
        return world.inside(platform, line);
    }

    private int create(String devEui, String... more) {
        List<String> line =
                new java.util.ArrayList<>(
                        List.of(
                                "create",
                                devEui,
                                "--join-eui",
                                AdminWorld.JOIN_EUI,
                                "--mac",
                                "1.0.4"));
        line.addAll(List.of(more));
        return device(line.toArray(String[]::new));
    }

    @Test
    void makesADeviceAndShowsItWithoutKeys() {
        int created = create(DEVICE, "--label", "site=berlin", "--home", "000013");

        int shown = device("show", DEVICE, "--json");

        assertThat(created).as(world.err()).isZero();
        assertThat(shown).isZero();
        assertThat(world.json().get("state")).isEqualTo("provisioned");
        assertThat(world.json().get("home")).isEqualTo("000013");
        assertThat(world.json().get("labels")).isEqualTo(Map.of("site", "berlin"));
        assertThat(world.out()).doesNotContainIgnoringCase("wrapped");
    }

    @Test
    void listsPageByPageWhatTheFilterWants() {
        create(DEVICE, "--owner", "acme");
        create("70B3D57ED0000002", "--owner", "acme");
        create("70B3D57ED0000003");

        device("list", "--owner", "acme", "--limit", "1", "--json");
        Map<?, ?> first = world.json();
        device("list", "--owner", "acme", "--after", String.valueOf(first.get("next")), "--json");
        Map<?, ?> second = world.json();
        device("list", "--state", "provisioned");

        assertThat(first.get("devices")).asString().contains(DEVICE);
        assertThat(second.get("devices")).asString().contains("70B3D57ED0000002");
        assertThat(world.out()).contains("70B3D57ED0000003").doesNotContain(DEVICE);
        assertThat(world.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void leadsADeviceThroughItsLife() {
        create(DEVICE, "--claim-required");

        assertThat(device("claim", DEVICE, "acme")).isZero();
        assertThat(device("transfer", DEVICE, "globex")).isZero();
        assertThat(device("suspend", DEVICE, "--reason", "lost")).isZero();
        assertThat(device("resume", DEVICE)).isZero();
        assertThat(device("labels", DEVICE, "--set", "floor=3")).isZero();
        assertThat(device("delivery", DEVICE, "--app-s-key", "on-request")).isZero();
        assertThat(device("expose", DEVICE, "--reason", "by mail")).isZero();
        assertThat(device("compromise", DEVICE, "--reason", "dumped")).isZero();
        assertThat(device("retire", DEVICE, "--reason", "scrapped", "--json")).isZero();
        assertThat(world.json().get("state")).isEqualTo("retired");
        assertThat(world.json().get("owner")).isEqualTo("globex");
        assertThat(world.json().get("rootKeys")).isEqualTo(List.of());
    }

    @Test
    void refusesWithTheExitCodeOfTheFault() {
        create(DEVICE);

        assertThat(device("show", "70B3D57ED00000FF")).isEqualTo(ExitCode.REFUSED.number());
        assertThat(world.err()).contains("70B3D57ED00000FF is not known");
        assertThat(device("show", "70B3")).isEqualTo(ExitCode.USAGE.number());
        assertThat(device("resume", DEVICE)).isEqualTo(ExitCode.REFUSED.number());
        assertThat(world.err()).contains("want suspended");
        assertThat(create(DEVICE)).isEqualTo(ExitCode.REFUSED.number());
        assertThat(device("home", DEVICE)).isEqualTo(ExitCode.USAGE.number());
    }

    private static String alarm(String devEui, long counter) {
        try (Secret root = Secret.take(Bytes.hex(AdminWorld.KEY).toArray());
                AlarmFrames frames =
                        AlarmFrames.prepare(
                                new AlarmSender(Eui64.parse(devEui), Bytes.hex("A1A2A3A4A5A6A7A8")),
                                counter,
                                Aes.best(),
                                root)) {
            return frames.of(TamperKind.SENSORS_LOST).toHex();
        }
    }

    @Test
    void takesTheAlarmOfADeviceThatCameByAnotherWay() {
        String module = "A1A2A3A4A5A6A7A8" + "00".repeat(24);
        world.create(platform, DEVICE, "1.0.4", "--as-key", "as-1", "--module", module);
        world.create(platform, "70B3D57ED0000002", "1.0.4", "--module", "FF".repeat(32));

        int taken = device("alarm", "--frame", alarm(DEVICE, 3), "--json");
        Map<?, ?> view = world.json();
        int again = device("alarm", "--frame", alarm(DEVICE, 3));
        String old = world.err();
        int otherModule = device("alarm", "--frame", alarm("70B3D57ED0000002", 1));
        String other = world.err();
        int cut = device("alarm", "--frame", alarm(DEVICE, 4).substring(2));
        String tooShort = world.err();
        int words = device("alarm", "--frame", "help");
        int later = device("alarm", "--frame", alarm(DEVICE, 4));
        String said = world.out();
        device("show", DEVICE);

        assertThat(taken).as(world.err()).isZero();
        assertThat(view.get("state")).isEqualTo("compromised");
        assertThat(view.get("module")).isEqualTo(module);
        assertThat(AdminWorld.object(view, "tamper"))
                .isEqualTo(
                        Map.of(
                                "kind",
                                "sensors-lost",
                                "counter",
                                3,
                                "at",
                                AdminWorld.object(view, "tamper").get("at")));
        assertThat(again).isEqualTo(ExitCode.REFUSED.number());
        assertThat(old).contains("alarm counter 3 of " + DEVICE + " is not above the last one, 3");
        assertThat(otherModule).isEqualTo(ExitCode.REFUSED.number());
        assertThat(other).contains("is of another module");
        assertThat(cut).isEqualTo(ExitCode.USAGE.number());
        assertThat(tooShort).contains("alarm of 37 bytes: want 38");
        assertThat(words).isEqualTo(ExitCode.USAGE.number());
        assertThat(later).isZero();
        assertThat(said).contains("tampered: sensors cut off (sensors-lost), alarm 4");
        assertThat(world.out())
                .contains("compromised (it is compromised: it raised an alarm)", module)
                .contains("tampered: sensors cut off (sensors-lost), alarm 4, taken 20");
    }

    @Test
    void refusesAModuleIdentityThatIsNone() {
        assertThat(create(DEVICE, "--module", "A1A2")).isEqualTo(ExitCode.USAGE.number());
        assertThat(world.err())
                .contains("module identity of 4 characters: want 64 hexadecimal digits");
    }

    @Test
    void refusesAKeyThatIsNoJweForThisVault() {
        world.write("bad.jwe", AdminWorld.KEY);

        int plain = create(DEVICE, "--app-key", "bad.jwe");
        String said = world.err();
        int none = create(DEVICE, "--app-key", "nowhere.jwe");

        assertThat(plain).isEqualTo(ExitCode.USAGE.number());
        assertThat(said).contains("JWE").doesNotContain(AdminWorld.KEY);
        assertThat(none).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void makesKeysForAStationAndRenewsThem() {
        world.sealed(platform, AdminWorld.KEY, "line.jwe");
        world.inside(platform, "receiver", "import", "station", "line-3", "line.jwe");

        create(DEVICE, "--station", "line-3", "--json");
        Map<?, ?> created = world.json();
        int provisioned = device("provision", DEVICE);
        world.inside(
                platform,
                "approval",
                "ask",
                "keys-renew",
                "--device",
                DEVICE,
                "--set",
                "station=line-3",
                "--reason",
                "due",
                "--json");
        String id = String.valueOf(world.json().get("id"));
        int renewed = world.insideAs("bert", platform, "approval", "approve", id);
        world.inside(platform, "approval", "file", id, "--out", "copies.jsonl");
        int activated = device("activate-keys", DEVICE, "--version-number", "2", "--json");

        assertThat(created.get("forStation")).asString().matches("\\{app-key=[0-9A-F]{48}}");
        assertThat(provisioned).isZero();
        assertThat(renewed).as(world.err()).isZero();
        assertThat(world.read("copies.jsonl")).contains(DEVICE, "line-3", "0.2");
        assertThat(activated).isZero();
        assertThat(world.json().get("rootKey")).isEqualTo("0.2");
    }

    @Test
    void listsByJoinEuiAndHomeNetwork() {
        create(DEVICE, "--home", "000013");
        create("70B3D57ED0000002");

        int home = device("list", "--net-id", "000013", "--json");
        List<?> byHome = (List<?>) world.json().get("devices");
        int joinEui = device("list", "--join-eui", AdminWorld.JOIN_EUI, "--json");
        List<?> byJoinEui = (List<?>) world.json().get("devices");
        int wrong = device("list", "--net-id", "13");

        assertThat(List.of(home, joinEui)).containsOnly(0);
        assertThat(byHome).hasSize(1);
        assertThat(byJoinEui).hasSize(2);
        assertThat(wrong).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void resetsNoncesOnlyWithTheOwner() {
        world.device(platform, DEVICE, "1.0.4");
        device("claim", DEVICE, "acme");
        AdminWorld.join(platform, DEVICE, "1.0.4", 7);

        int asked = device("reset-nonce", DEVICE, "--reason", "new flash");
        int same = world.inside(platform, "approval", "approve", RESET);
        int other = world.insideAs("bert", platform, "approval", "approve", RESET);
        int vouched = world.inside(platform, "approval", "approve", RESET, "--as-owner", "acme");
        String before = AdminWorld.join(platform, DEVICE, "1.0.4", 3);
        ApprovalView allowed = platform.approvalDesk().approve(owner("anders", "acme"), RESET);

        assertThat(asked).as(world.err()).isZero();
        assertThat(List.of(same, other)).containsOnly(ExitCode.REFUSED.number());
        assertThat(vouched).isEqualTo(ExitCode.USAGE.number());
        assertThat(before).isNotEqualTo("Success");
        assertThat(allowed.state()).isEqualTo("approved");
        assertThat(AdminWorld.join(platform, DEVICE, "1.0.4", 3)).isEqualTo("Success");
    }

    @Test
    void countsAUserOfTheMachineAndOfTheConsoleAsOnePerson() {
        create(DEVICE);
        device("claim", DEVICE, "acme");
        device("reset-nonce", DEVICE, "--reason", "new flash");

        Principal self = owner("anna", "acme");

        assertThat(platform.approvalDesk().find(self, RESET).mayDecide()).isFalse();
        assertThatThrownBy(() -> platform.approvalDesk().approve(self, RESET))
                .hasMessageContaining("another person decides this");
    }

    private static Principal owner(String name, String owner) {
        return new Principal(
                name, Principal.Kind.USER, List.of(new Grant(Role.OWNER, Scope.ofOwner(owner))));
    }

    @Test
    void resetsNoncesOfAnUnownedDeviceWithASecondOperator() {
        create(DEVICE);
        device("reset-nonce", DEVICE, "--reason", "new flash");

        int same = world.inside(platform, "approval", "approve", RESET);
        int other = world.insideAs("bert", platform, "approval", "approve", RESET);

        assertThat(same).isEqualTo(ExitCode.REFUSED.number());
        assertThat(other).as(world.err()).isZero();
    }

    @Test
    void importsAFileAndListsWhatItRefuses() {
        world.sealed(platform, AdminWorld.KEY, "app.jwe");
        world.write(
                "devices.csv",
                "devEui,joinEui,macVersion,appKey\n"
                        + "%s,%s,1.0.4,%s\n"
                                .formatted(DEVICE, AdminWorld.JOIN_EUI, world.read("app.jwe"))
                        + "70B3D57ED0000002,%s,1.0.4,plain\n".formatted(AdminWorld.JOIN_EUI));

        int code = device("import", "devices.csv", "--refused", "refused.csv", "--json");

        assertThat(code).isEqualTo(ExitCode.FAILED.number());
        assertThat(world.json().get("imported")).hasToString("1");
        assertThat(world.json().get("refused")).hasToString("1");
        assertThat(world.read("refused.csv")).contains("70B3D57ED0000002");
    }
}
