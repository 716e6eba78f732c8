package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.service.AuditExport;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.service.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What always holds, over real HTTPS on the real store and vault.
class GuaranteesTest {
    private static final int GATEWAYS = 64;

    @TempDir Path folder;

    @Test
    void aServiceProviderNeverObtainsAnAppSKey() {
        try (RunningPlatform running = RunningPlatform.open(folder);
                Players players = Players.enter(running)) {
            TestDevice device = TestDevice.of(1, MacVersion.V1_1).enteredIn(running);
            SessionGrant grant = Players.grant(players.join(device, device.device().joinRequest()));

            Answer asItself =
                    players.network()
                            .ask(
                                    Players.appSKeyReq(
                                            Players.NET_ID.toString(),
                                            device.devEui(),
                                            grant.sessionKeyId()));
            Answer asTheOwner =
                    players.network()
                            .ask(
                                    Players.appSKeyReq(
                                            Players.AS_ID, device.devEui(), grant.sessionKeyId()));

            assertThat(asItself.result().code()).isEqualTo(ResultCode.UNKNOWN_SENDER);
            assertThat(asTheOwner.result().code()).isEqualTo(ResultCode.UNKNOWN_SENDER);
            KeyEnvelope envelope = Objects.requireNonNull(grant.appSKey());
            assertThat(envelope.kekLabel()).isEqualTo(Players.AS_LABEL);
            assertThatThrownBy(() -> Players.open(envelope, Players.NS_KEK))
                    .isInstanceOf(Fault.class);
        }
    }

    @Test
    void aNetworkServersLabelInTheApplicationServersPlaceIsAnErrorNotAKey() {
        try (RunningPlatform running = RunningPlatform.open(folder);
                Players players = Players.enter(running)) {
            TestDevice device =
                    TestDevice.of(1, MacVersion.V1_0_4)
                            .enteredIn(running, labelled(Players.NS_LABEL));

            Answer answer = players.join(device, device.device().joinRequest());

            assertThat(answer.result().code()).isEqualTo(ResultCode.JOIN_REQ_FAILED);
        }
    }

    @Test
    void aMissingWrappingKeyIsAnErrorAndUsesNoNonceUp() {
        try (RunningPlatform running = RunningPlatform.open(folder);
                Players players = Players.enter(running)) {
            TestDevice device =
                    TestDevice.of(1, MacVersion.V1_0_4).enteredIn(running, labelled("as:nowhere"));
            PhyPayload frame = device.device().joinRequest();

            Answer without = players.join(device, frame);
            running.platform()
                    .kms()
                    .devices()
                    .setDelivery(
                            RunningPlatform.ANNA,
                            device.devEui(),
                            Players.delivery(KeyDelivery.AppSKey.IN_ANSWER));
            Answer with = players.join(device, frame);

            assertThat(without.result().code()).isEqualTo(ResultCode.JOIN_REQ_FAILED);
            assertThat(with.result().isSuccess()).isTrue();
        }
    }

    private static KeyDelivery labelled(String label) {
        return new KeyDelivery(
                KeyDelivery.AppSKey.IN_ANSWER,
                Optional.of(Players.AS_ID),
                Optional.empty(),
                Optional.of(label));
    }

    @Test
    void ofSixtyFourRacingGatewaysOneIsAnswered() throws Exception {
        try (RunningPlatform running = RunningPlatform.open(folder);
                Players players = Players.enter(running);
                ExecutorService gateways = Executors.newFixedThreadPool(GATEWAYS)) {
            TestDevice device = TestDevice.of(1, MacVersion.V1_0_4).enteredIn(running);
            PhyPayload frame = device.device().joinRequest();

            List<Future<Answer>> answers =
                    IntStream.range(0, GATEWAYS)
                            .mapToObj(_ -> gateways.submit(() -> players.join(device, frame)))
                            .toList();

            int granted = 0;
            for (Future<Answer> answer : answers) {
                ResultCode code = answer.get().result().code();
                assertThat(code).isIn(ResultCode.SUCCESS, ResultCode.FRAME_REPLAYED);
                granted += code == ResultCode.SUCCESS ? 1 : 0;
            }
            assertThat(granted).isEqualTo(1);
        }
    }

    @Test
    void aReplayIsRefusedAfterARestart() {
        TestDevice device = TestDevice.of(1, MacVersion.V1_0_3);
        PhyPayload frame = device.device().joinRequest();
        Players entered;
        try (RunningPlatform running = RunningPlatform.open(folder);
                Players players = Players.enter(running)) {
            entered = players;
            device.enteredIn(running);
            assertThat(players.join(device, frame).result().isSuccess()).isTrue();
        }

        try (RunningPlatform again = RunningPlatform.open(folder);
                Players players = entered.at(again)) {
            assertThat(players.join(device, frame).result().code())
                    .isEqualTo(ResultCode.FRAME_REPLAYED);
        }
    }

    @Test
    void anOldCopyOfTheStoreIsRefusedAtTheStart() throws IOException {
        Path copy = folder.resolve("copy");
        Path data = folder.resolve("data");
        RunningPlatform.open(data).close();
        copy(data.resolve("store"), copy);
        RunningPlatform.open(data).close();

        TemporaryFolder.delete(data.resolve("store"));
        copy(copy, data.resolve("store"));

        assertThatThrownBy(() -> RunningPlatform.open(data))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    @Test
    void withoutAnAuditRecordNoJoinIsAnsweredOrAccepted() throws SQLException {
        try (RunningPlatform running = RunningPlatform.open(folder);
                Players players = Players.enter(running)) {
            TestDevice device = TestDevice.of(1, MacVersion.V1_0_4).enteredIn(running);
            PhyPayload frame = device.device().joinRequest();
            Bytes message =
                    players.network().encode(Players.joinReq(BackendVersion.V1_1, device, frame));

            sql(
                    "CREATE TRIGGER full_disk BEFORE INSERT ON audit_chunk"
                            + " BEGIN SELECT RAISE(ABORT, 'disk full'); END");
            HttpsClient.Answer refused =
                    players.networkHttp().post(running.url(), Response.JSON, Map.of(), message);
            sql("DROP TRIGGER full_disk");
            Answer afterwards = players.join(device, frame);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(afterwards.result().isSuccess()).isTrue();
        }
    }

    private void sql(String statement) throws SQLException {
        Path database;
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            database =
                    files.filter(file -> file.toString().endsWith(".db")).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var run = connection.createStatement()) {
            run.execute("PRAGMA busy_timeout = 10000");
            run.execute(statement);
        }
    }

    @Test
    void aStolenDatabaseAndAllThatIsSaidGiveNoKey() throws IOException {
        TestDevice device = TestDevice.of(7, MacVersion.V1_1);
        StringBuilder said = new StringBuilder();
        try (RunningPlatform running = RunningPlatform.open(folder);
                Players players = Players.enter(running)) {
            device.enteredIn(running);
            SessionGrant grant = Players.grant(players.join(device, device.device().joinRequest()));
            said.append(players.appSKey(device.devEui(), grant.sessionKeyId()));
            said.append(wrongly(running, players, device));
            ByteArrayOutputStream export = new ByteArrayOutputStream();
            new AuditExport(running.platform().store().audit(), export).write(0, _ -> {});
            said.append(export.toString(StandardCharsets.ISO_8859_1));
        }
        said.append(files(folder.resolve("store")));

        assertThat(said.toString()).contains(device.devEui().toString());
        for (Bytes key :
                List.of(
                        device.appKey(),
                        device.nwkKey().orElseThrow(),
                        Players.NS_KEK,
                        Players.AS_KEK)) {
            forms(key).forEach(form -> assertThat(said.indexOf(form)).isNegative());
        }
    }

    /// What is said of a message that has a key where none belongs.
    private static String wrongly(RunningPlatform running, Players players, TestDevice device) {
        Bytes good =
                players.network()
                        .encode(
                                Players.joinReq(
                                        BackendVersion.V1_1,
                                        device,
                                        device.device().joinRequest()));
        String bad =
                new String(good.toArray(), StandardCharsets.UTF_8)
                        .replace(
                                "\"RxDelay\":5", "\"RxDelay\":\"" + device.appKey().toHex() + "\"");
        Bytes body = Bytes.of(bad.getBytes(StandardCharsets.UTF_8));
        HttpsClient.Answer answer =
                players.networkHttp().post(running.url(), Response.JSON, Map.of(), body);
        return new String(answer.body().toArray(), StandardCharsets.UTF_8);
    }

    private static Stream<String> forms(Bytes key) {
        byte[] octets = key.toArray();
        String whole = Base64.getEncoder().withoutPadding().encodeToString(octets);
        String url = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        return Stream.of(
                new String(octets, StandardCharsets.ISO_8859_1),
                key.toHex(),
                key.toHex().toLowerCase(Locale.ROOT),
                whole.substring(0, whole.length() - 1), // the last digit depends on what follows
                url.substring(0, url.length() - 1),
                new String(key.reversed().toArray(), StandardCharsets.ISO_8859_1),
                key.reversed().toHex());
    }

    private static String files(Path root) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
