package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.lorawan.SessionKeyId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AppSKeyTest {
    private final World world = new World();

    private SessionGrant joined(JoinDevice.Delivery delivery) {
        JoinDevice device = world.device(MacVersion.V1_1);
        world.devices.put(new Changed(device).delivery(delivery).device());
        return World.grant(world.ask(world.joinReq(BackendVersion.V1_1, MacVersion.V1_1, 1)));
    }

    @Test
    void bringsItInTheAnswerUnderTheApplicationServersKeyAlone() {
        SessionGrant grant = joined(World.inAnswer());

        KeyEnvelope envelope = Optional.ofNullable(grant.appSKey()).orElseThrow();

        assertThat(envelope.kekLabel()).isEqualTo(World.AS_LABEL);
        assertThat(world.open(envelope, World.AS_KEK)).isEqualTo(fetched(grant));
    }

    @Test
    void leavesItOutWhenItsOwnerFetchesIt() {
        JoinDevice device = world.device(MacVersion.V1_1);

        JoinServer.Reply reply =
                world.server()
                        .answer(
                                World.NETWORK_SERVER,
                                world.codec.encode(
                                        world.joinReq(BackendVersion.V1_1, device.version(), 1)));

        assertThat(text(reply.body())).contains("\"SessionKeyID\":").doesNotContain("AppSKey");
    }

    private Bytes fetched(SessionGrant grant) {
        Answer answer = world.appSKey(World.AS_ID, World.DEV_EUI, grant.sessionKeyId());
        return world.open(World.appSKey(answer), World.AS_KEK);
    }

    @Test
    void refusesAnUnknownSession() {
        joined(World.onRequest());

        Answer answer =
                world.appSKey(World.AS_ID, World.DEV_EUI, new SessionKeyId(Bytes.of(new byte[16])));

        assertThat(answer.result().code()).isEqualTo(ResultCode.OTHER);
        assertThat(world.lastAudit().outcome()).isEqualTo("unknown-session");
    }

    @Test
    void tellsAnotherApplicationServerThatThereIsNoSuchDevice() {
        SessionGrant grant = joined(World.onRequest());
        world.peer(
                World.APPLICATION_SERVER,
                new Peer(
                        "nosy",
                        true,
                        new Peer.Party.ApplicationServer(
                                Set.of("nosy.example"), Optional.of(World.AS_LABEL)),
                        List.of(World.ALL)));

        Answer answer = world.appSKey("nosy.example", World.DEV_EUI, grant.sessionKeyId());
        Answer unknown =
                world.appSKey(
                        "nosy.example", Eui64.parse("70B3D57ED0000999"), grant.sessionKeyId());

        assertThat(answer.result().code()).isEqualTo(ResultCode.UNKNOWN_DEV_EUI);
        assertThat(unknown.result().code()).isEqualTo(ResultCode.UNKNOWN_DEV_EUI);
        assertThat(world.devices.audit())
                .extracting(event -> event.outcome())
                .containsExactly("done", "not-owner", "unknown-device");
    }

    @Test
    void refusesAnAsIdThatIsNotThePeers() {
        SessionGrant grant = joined(World.onRequest());

        Answer answer = world.appSKey("other.example", World.DEV_EUI, grant.sessionKeyId());

        assertThat(answer.result().code()).isEqualTo(ResultCode.UNKNOWN_SENDER);
    }

    @Test
    void recordsEachDelivery() {
        SessionGrant grant = joined(World.onRequest());

        fetched(grant);

        assertThat(world.lastAudit().action()).isEqualTo("app-s-key.answer");
        assertThat(world.lastAudit().actor()).isEqualTo("peer:meters-as");
        assertThat(world.lastAudit().details())
                .containsEntry("sessionKeyId", grant.sessionKeyId().toString());
    }

    @Test
    void noKeyIsInTheAuditLog() {
        SessionGrant grant = joined(World.inAnswer());
        Bytes key = fetched(grant);

        String log = world.devices.audit().toString();

        assertThat(log).doesNotContain(key.toHex());
        assertThat(log).doesNotContain(World.APP_KEY.toHex()).doesNotContain(World.NWK_KEY.toHex());
    }

    private static String text(Bytes body) {
        return new String(body.toArray(), StandardCharsets.UTF_8);
    }
}
