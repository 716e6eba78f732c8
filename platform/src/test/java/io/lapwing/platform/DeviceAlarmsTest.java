package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.console.OverviewDesk;
import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.Alarm;
import io.lapwing.device.AlarmFrames;
import io.lapwing.device.AlarmOutcome;
import io.lapwing.device.AlarmSender;
import io.lapwing.device.JoinOutcome;
import io.lapwing.device.TamperKind;
import io.lapwing.device.TamperScene;
import io.lapwing.device.UdpAlarms;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.kms.Lifecycle;
import io.lapwing.kms.ModuleDigest;
import io.lapwing.kms.NewDevice;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Metrics;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.events.Event;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.vault.KeyBinding;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From the case that is opened to the join that is refused, through the platform's real doors.
class DeviceAlarmsTest {
    private static final ModuleDigest MODULE =
            new ModuleDigest(Bytes.concat(SealedCase.MODULE, Bytes.of(new byte[24])));
    private static final Bytes OTHER_MODULE = Bytes.hex("0102030405060708");
    private static final String OCTETS = "application/octet-stream";

    @TempDir static Path folder;

    private static RunningPlatform running;
    private static Players players;

    @BeforeAll
    static void open() {
        running = RunningPlatform.open(folder.resolve("data"));
        players = Players.enter(running);
    }

    @AfterAll
    static void close() {
        players.close();
        running.close();
    }

    private static TestDevice entered(int number, MacVersion version) {
        return TestDevice.of(number, version).enteredIn(running, DeviceAlarmsTest::withModule);
    }

    private static NewDevice withModule(NewDevice plain) {
        return plain.withModule(MODULE);
    }

    private static Device row(TestDevice device) {
        return running.platform().kms().devices().find(device.devEui()).orElseThrow();
    }

    private static Bytes frame(TestDevice device, Bytes module, long counter) {
        try (Secret root = Secret.take(device.appKey().toArray());
                AlarmFrames frames =
                        AlarmFrames.prepare(
                                new AlarmSender(device.devEui(), module),
                                counter,
                                Aes.best(),
                                root)) {
            return frames.of(TamperKind.LIGHT);
        }
    }

    private static Bytes changed(Bytes frame, int at) {
        byte[] octets = frame.toArray();
        octets[at] ^= 1;
        return Bytes.of(octets);
    }

    /// Waits for the record of a device's alarm.
    private static final class Taking implements AutoCloseable {
        private final CountDownLatch written = new CountDownLatch(1);
        private final AuditLog.Hearing hearing;

        Taking(RunningPlatform platform, Eui64 devEui) {
            hearing =
                    platform.platform()
                            .store()
                            .audit()
                            .hearEach((event, _) -> {
                                if (event.action().equals("device.alarm")
                                        && event.object().equals(devEui.toString())) {
                                    written.countDown();
                                }
                            });
        }

        void await() throws InterruptedException {
            assertThat(written.await(20, TimeUnit.SECONDS)).as("alarm taken").isTrue();
        }

        @Override
        public void close() {
            hearing.close();
        }
    }

    private static SessionGrant join(TestDevice device) {
        SessionGrant grant = Players.grant(players.join(device, device.device().joinRequest()));
        assertThat(device.device().joinAccept(grant.joinAccept()))
                .isInstanceOf(JoinOutcome.Joined.class);
        return grant;
    }

    /// Opens the case of a device, which sends its alarm to the platform's port.
    private static void tamper(RunningPlatform platform, TestDevice device, TamperScene scene)
            throws Exception {
        Path sensors = folder.resolve("sensors-" + device.devEui());
        try (Taking taking = new Taking(platform, device.devEui());
                UdpAlarms transport = new UdpAlarms(platform.alarms());
                SealedCase box = new SealedCase(device, sensors, transport)) {
            assertThat(box.suffers(scene)).as("erased and reported").isTrue();
            taking.await();
        }
    }

    @ParameterizedTest
    @CsvSource({"OPENING, 10", "FREEZE_SPRAY, 11", "PRESSING, 12"})
    void refusesEveryUseOfTheKeysOfATamperedDevice(TamperScene scene, int number) throws Exception {
        TestDevice device = entered(number, MacVersion.V1_1);
        SessionGrant session = join(device);

        tamper(running, device, scene);

        assertThat(row(device).state()).isEqualTo(Lifecycle.COMPROMISED);
        assertThat(row(device).alarm()).isPresent();
        assertRefused(device, session);
    }

    /// Whoever has a copy of all its keys gets nothing with them.
    private static void assertRefused(TestDevice device, SessionGrant session) {
        PhyPayload request = device.device().joinRequest();
        assertThat(players.join(device, request).result().code())
                .isEqualTo(ResultCode.ACTIVATION_DISALLOWED);
        for (JoinType type : List.of(JoinType.REJOIN_0, JoinType.REJOIN_1, JoinType.REJOIN_2)) {
            assertThat(players.rejoin(device, device.device().rejoinRequest(type)).result().code())
                    .isEqualTo(ResultCode.ACTIVATION_DISALLOWED);
        }
        assertThat(players.appSKey(device.devEui(), session.sessionKeyId()).result().code())
                .isEqualTo(ResultCode.OTHER);
    }

    @Test
    void tellsPeopleAndOthersWhatHappened() throws Exception {
        TestDevice device = entered(20, MacVersion.V1_0_4);

        tamper(running, device, TamperScene.OPENING);

        List<Event> alarms =
                running.platform().messengers().alarms().now(_ -> true).stream()
                        .filter(event -> event.object().equals(device.devEui().toString()))
                        .toList();
        assertThat(alarms)
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.type()).isEqualTo(Event.Type.ALARM);
                    assertThat(alarm.isOfDevice()).isTrue();
                    assertThat(alarm.details())
                            .containsEntry("alarm", "tampered")
                            .containsEntry("kind", "light")
                            .containsEntry("counter", "1");
                });
        OverviewDesk.Alarm shown = AlarmWords.of(alarms.getFirst()).orElseThrow();
        assertThat(shown.severity()).isEqualTo("critical");
        assertThat(shown.what()).isEqualTo("tampered: opened");
        assertThat(shown.link()).contains("/devices/" + device.devEui());
    }

    @Test
    void changesNothingForDatagramsThatAreNoNewAlarm() throws Exception {
        Metrics metrics = new Metrics();
        running.platform().alarms().countIn(metrics);
        TestDevice device = entered(30, MacVersion.V1_0_4);
        TestDevice known = entered(31, MacVersion.V1_0_4);
        TestDevice last = entered(32, MacVersion.V1_0_4);
        TestDevice unknown = TestDevice.of(33, MacVersion.V1_0_4);
        Bytes good = frame(device, SealedCase.MODULE, 7);
        assertThat(take(frame(known, SealedCase.MODULE, 7)))
                .isInstanceOf(AlarmOutcome.Accepted.class);
        long records = running.auditSize();

        try (Taking taking = new Taking(running, last.devEui())) {
            send(
                    changed(good, 1),
                    changed(good, 20),
                    changed(good, 37),
                    frame(device, OTHER_MODULE, 7),
                    frame(unknown, SealedCase.MODULE, 7),
                    frame(known, SealedCase.MODULE, 7),
                    frame(known, SealedCase.MODULE, 6),
                    Bytes.EMPTY,
                    good.slice(0, 37),
                    Bytes.concat(good, Bytes.of(0)),
                    Bytes.concat(good, Bytes.of(new byte[2000])),
                    changed(good, 0),
                    frame(last, SealedCase.MODULE, 1));
            taking.await();
        }

        assertThat(running.auditSize()).isEqualTo(records + 1);
        assertThat(row(device).state()).isEqualTo(Lifecycle.PROVISIONED);
        assertThat(row(device).alarm()).isEmpty();
        assertThat(row(known).lastAlarmCounter()).isEqualTo(7);
        assertThat(metrics.text())
                .contains(
                        "lapwing_alarms_refused_total{reason=\"forged\"} 3\n",
                        "lapwing_alarms_refused_total{reason=\"other-module\"} 1\n",
                        "lapwing_alarms_refused_total{reason=\"unknown-device\"} 1\n",
                        "lapwing_alarms_refused_total{reason=\"replayed\"} 2\n",
                        "lapwing_alarms_refused_total{reason=\"malformed\"} 5\n");
    }

    private static void send(Bytes... datagrams) throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (Bytes octets : datagrams) {
                socket.send(
                        new DatagramPacket(octets.toArray(), octets.length(), running.alarms()));
            }
        }
    }

    private static AlarmOutcome take(Bytes frame) {
        return running.platform().alarms().take(RunningPlatform.ANNA, frame);
    }

    @Test
    void saysWhichPortIsTaken() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> AlarmListener.open(running.alarms(), running.platform().alarms()))
                .withMessage(
                        "alarms.listen "
                                + running.alarms()
                                + ": want a free UDP port of this machine");
    }

    @Test
    void takesTheAlarmOfAnyModuleWhereNoneIsKnown() {
        TestDevice device = TestDevice.of(40, MacVersion.V1_0_4).enteredIn(running);

        Metrics metrics = new Metrics();
        running.platform().alarms().countIn(metrics);

        AlarmOutcome outcome = take(frame(device, OTHER_MODULE, 7));

        assertThat(outcome)
                .isEqualTo(
                        new AlarmOutcome.Accepted(
                                new Alarm(new AlarmSender(device.devEui(), OTHER_MODULE), 1, 7)));
        assertThat(row(device).state()).isEqualTo(Lifecycle.COMPROMISED);
        assertThat(metrics.text()).contains("lapwing_alarms_total 1\n");
    }

    @Test
    void saysExactlyWhyItRefuses() {
        TestDevice device = entered(41, MacVersion.V1_0_4);
        TestDevice unknown = TestDevice.of(42, MacVersion.V1_0_4);
        Bytes frame = frame(device, SealedCase.MODULE, 7);

        assertThat(why(frame.slice(0, 37))).isEqualTo("alarm of 37 bytes: want 38");
        assertThat(why(changed(frame, 0))).isEqualTo("alarm of version 0: want 1");
        assertThat(why(frame(unknown, SealedCase.MODULE, 7)))
                .isEqualTo("no device " + unknown.devEui() + " can raise an alarm");
        assertThat(why(changed(frame, 37)))
                .isEqualTo("the alarm was not made with the alarm key of " + device.devEui());
        assertThat(why(frame(device, OTHER_MODULE, 7)))
                .isEqualTo("the alarm of " + device.devEui() + " is of another module");
        take(frame);
        assertThat(why(frame))
                .isEqualTo(
                        "alarm counter 7 of " + device.devEui() + " is not above the last one, 7");
    }

    private static String why(Bytes frame) {
        return take(frame) instanceof AlarmOutcome.Refused refused ? refused.why() : "taken";
    }

    private static HttpsClient.Answer post(HttpsClient client, String type, Bytes body) {
        return client.post(running.url().resolve("/alarms"), type, Map.of(), body);
    }

    private static String text(HttpsClient.Answer answer) {
        return new String(answer.body().toArray(), StandardCharsets.UTF_8);
    }

    @Test
    void takesAlarmsThatAPeerHandsOn() {
        TestDevice device = entered(50, MacVersion.V1_1);
        TestDevice unknown = TestDevice.of(51, MacVersion.V1_0_4);
        Bytes frame = frame(device, SealedCase.MODULE, 7);
        HttpsClient peer = players.networkHttp();

        HttpsClient.Answer malformed = post(peer, OCTETS, frame.slice(0, 37));
        HttpsClient.Answer tooLong = post(peer, OCTETS, Bytes.of(new byte[257]));
        HttpsClient.Answer text = post(peer, "application/json", frame);
        HttpsClient.Answer forged = post(peer, OCTETS, changed(frame, 37));
        HttpsClient.Answer nobodys = post(peer, OCTETS, frame(unknown, SealedCase.MODULE, 7));
        Lifecycle before = row(device).state();
        HttpsClient.Answer taken = post(peer, OCTETS, frame);
        HttpsClient.Answer again = post(peer, OCTETS, frame);

        assertThat(malformed.status()).isEqualTo(400);
        assertThat(text(malformed)).contains("alarm of 37 bytes: want 38");
        assertThat(tooLong.status()).isEqualTo(413);
        assertThat(text.status()).isEqualTo(415);
        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged).as("tells nobody which devices there are").isEqualTo(nobodys);
        assertThat(before).isEqualTo(Lifecycle.PROVISIONED);
        assertThat(taken.status()).isEqualTo(204);
        assertThat(again.status()).isEqualTo(409);
        assertThat(row(device).state()).isEqualTo(Lifecycle.COMPROMISED);
    }

    @Test
    void takesNothingFromWhoIsNoPeer() {
        TestDevice device = entered(52, MacVersion.V1_0_4);
        PeerIdentity nobody = new PeerIdentity("network-server", "nobody");

        try (HttpsClient stranger = running.client(running.platform().pki().issueClient(nobody))) {
            HttpsClient.Answer answer = post(stranger, OCTETS, frame(device, SealedCase.MODULE, 7));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(row(device).state()).isEqualTo(Lifecycle.PROVISIONED);
        }
    }

    @Test
    void takesAnAlarmMadeWithTheRootKeyThatIsStillToComeIntoUse() {
        TestDevice device = entered(53, MacVersion.V1_0_4);
        running.platform()
                .kms()
                .receivers()
                .importSealed(
                        RunningPlatform.ANNA,
                        KeyBinding.Role.STATION,
                        "line-1",
                        running.sealed(Bytes.of(new byte[16])));
        Bytes copy =
                running.platform()
                        .kms()
                        .renewal()
                        .renew(RunningPlatform.ANNA, device.devEui(), "line-1")
                        .copies()
                        .values()
                        .iterator()
                        .next();
        TestDevice renewed;
        try (Secret kek = Secret.take(new byte[16]);
                Secret next = Aes.best().unwrap(kek, copy)) {
            renewed =
                    TestDevice.of(
                            53,
                            MacVersion.V1_0_4,
                            next.use(octets -> Bytes.of(octets)),
                            Optional.empty());
        }

        assertThat(take(frame(renewed, SealedCase.MODULE, 1)))
                .isInstanceOf(AlarmOutcome.Accepted.class);
    }

    @Test
    void knowsATamperedDeviceAfterARestart() throws Exception {
        Path own = folder.resolve("restarted");
        TestDevice device = TestDevice.of(60, MacVersion.V1_0_4);
        Bytes frame = frame(device, SealedCase.MODULE, 1);
        Players here;
        try (RunningPlatform first = RunningPlatform.open(own)) {
            here = Players.enter(first);
            here.close();
            device.enteredIn(first, DeviceAlarmsTest::withModule);
            tamper(first, device, TamperScene.OPENING);
        }

        try (RunningPlatform again = RunningPlatform.open(own);
                Players there = here.at(again)) {
            AlarmOutcome replay = again.platform().alarms().take(Actor.system("alarms"), frame);
            ResultCode join = there.join(device, device.device().joinRequest()).result().code();

            assertThat(join).isEqualTo(ResultCode.ACTIVATION_DISALLOWED);
            assertThat(replay)
                    .isInstanceOfSatisfying(
                            AlarmOutcome.Refused.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo(AlarmOutcome.Reason.REPLAYED));
        }
    }
}
