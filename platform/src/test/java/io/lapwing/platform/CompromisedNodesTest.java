package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.console.DeviceAction;
import io.lapwing.console.NewDeviceForm;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.kms.Alarms;
import io.lapwing.kms.Labels;
import io.lapwing.kms.NewDevice;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.service.AuditLog;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.NodeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompromisedNodesTest {
    private static final Eui64 DEVICE = Eui64.parse("70B3D57ED0000001");
    private static final Principal OWNER =
            new Principal(
                    "owen",
                    Principal.Kind.USER,
                    List.of(new Grant(Role.OWNER, Scope.ofOwner("acme"))));

    @TempDir Path folder;
    private Platform platform;
    private CentralHost central;

    @BeforeEach
    void open() {
        platform =
                Platform.open(
                        new DataFolder(folder),
                        RunningPlatform.embedded()
                                .with(
                                        CentralConfig.defaults()
                                                .with(
                                                        Optional.of(
                                                                "udp:127.0.0.1:1700,127.0.0.1:1701"),
                                                        Optional.empty(),
                                                        Optional.empty())),
                        Map.of());
        central = platform.central().orElseThrow();
        enter(7);
        enter(8);
        platform.kms()
                .devices()
                .create(
                        RunningPlatform.ANNA,
                        NewDevice.of(DEVICE, Players.JOIN_EUI, MacVersion.V1_0_4)
                                .withOwner("acme")
                                .withLabels(new Labels(Map.of(Labels.NODE, "7"))));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private void enter(long number) {
        try (AccessKey key = new AccessKey(Secret.random(16))) {
            central.act(
                    (entity, now) -> entity.enterLabel(now, "user:anna", new NodeId(number), key));
        }
    }

    private String state(long number) {
        return central.ask(CentralSpeaker::nodes).stream()
                .filter(node -> node.node().value() == number)
                .findFirst()
                .orElseThrow()
                .state();
    }

    /// What is done until a node is revoked.
    private void untilRevoked(Runnable deed) throws InterruptedException {
        CountDownLatch revoked = new CountDownLatch(1);
        try (AuditLog.Hearing _ =
                platform.store()
                        .audit()
                        .hearEach((event, _) -> {
                            if (event.action().equals("trust.revoke")) {
                                revoked.countDown();
                            }
                        })) {
            deed.run();
            assertThat(revoked.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private CompromisedNodes start() {
        return CompromisedNodes.start(central, platform.kms().search(), platform.store().audit());
    }

    private void alarm() {
        assertThat(platform.kms().alarms().take(RunningPlatform.ANNA, DEVICE, 1, "light"))
                .isInstanceOf(Alarms.Taking.Taken.class);
    }

    @Test
    void areRevokedWithTheAlarmOfTheirDevice() throws Exception {
        try (CompromisedNodes _ = start()) {
            untilRevoked(this::alarm);
        }

        assertThat(state(7)).isEqualTo("revoked");
        assertThat(state(8)).isEqualTo("labelled");
    }

    @Test
    void areRevokedWhenAPersonGivesTheDeviceUp() throws Exception {
        try (CompromisedNodes _ = start()) {
            untilRevoked(() ->
                    platform.kms().devices().compromise(RunningPlatform.ANNA, DEVICE, "dumped"));
        }

        assertThat(state(7)).isEqualTo("revoked");
    }

    @Test
    void areRevokedAtTheStartAfterAProcessThatEndedAmidTheAlarm() throws Exception {
        alarm();
        assertThat(state(7)).isEqualTo("labelled");

        List<CompromisedNodes> started = new ArrayList<>();
        untilRevoked(() -> started.add(start()));
        started.getFirst().close();

        assertThat(state(7)).isEqualTo("revoked");
    }

    @Test
    void areTiedOnlyByWhoMayRevokeThem() {
        KmsDeviceDesk desk = platform.deviceDesk();
        DeviceAction untie = new DeviceAction.Label(Map.of("site", "berlin"));
        DeviceAction tie = new DeviceAction.Label(Map.of(Labels.NODE, "8"));

        for (DeviceAction action : List.of(untie, tie)) {
            assertThatExceptionOfType(Fault.class)
                    .isThrownBy(
                            () -> desk.act(OWNER, DEVICE.toString(), OptionalLong.empty(), action))
                    .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.FORBIDDEN));
        }
        assertThat(
                        desk.act(
                                        OWNER,
                                        DEVICE.toString(),
                                        OptionalLong.empty(),
                                        new DeviceAction.Label(
                                                Map.of(Labels.NODE, "7", "site", "berlin")))
                                .value()
                                .labels())
                .containsEntry("site", "berlin");
        assertThat(
                        desk.create(
                                        Principal.local("anna"),
                                        new NewDeviceForm(
                                                "70B3D57ED0000002",
                                                "70B3D57ED0000000",
                                                "1.0.4",
                                                false,
                                                Optional.empty(),
                                                Optional.empty(),
                                                Map.of(Labels.NODE, "8"),
                                                Optional.empty()))
                                .value()
                                .labels())
                .containsEntry(Labels.NODE, "8");
    }
}
