package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.SessionKeyId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every wrong request: the precise code in either version of the protocol, and nothing written but the audit record.
final class RefusalTest {
    private final World world = new World();

    @ParameterizedTest
    @EnumSource(WrongJoin.class)
    void refusesWithThePreciseCodeOf11(WrongJoin wrong) {
        refuses(wrong, BackendVersion.V1_1, wrong.code);
    }

    @ParameterizedTest
    @EnumSource(WrongJoin.class)
    void tellsA10CallerOnlyCodesThatItKnows(WrongJoin wrong) {
        ResultCode known =
                switch (wrong.code) {
                    case MALFORMED_MESSAGE -> ResultCode.MALFORMED_REQUEST;
                    case FRAME_REPLAYED -> ResultCode.JOIN_REQ_FAILED;
                    default -> wrong.code;
                };

        refuses(wrong, BackendVersion.V1_0, known);
    }

    private void refuses(WrongJoin wrong, BackendVersion protocol, ResultCode code) {
        world.device(MacVersion.V1_0_4);
        JoinReq request = wrong.of(world, world.joinReq(protocol, MacVersion.V1_0_4, 1));
        Optional<JoinDevice> before = world.devices.find(World.DEV_EUI);

        Answer answer = world.ask(request);

        assertThat(answer.result().code()).isEqualTo(code);
        assertThat(answer.messageType()).isEqualTo("JoinAns");
        assertThat(answer.header()).isEqualTo(request.header().answer());
        assertThat(world.devices.find(World.DEV_EUI)).isEqualTo(before);
        assertThat(world.devices.audit()).hasSize(1);
        assertThat(world.lastAudit().action()).isEqualTo("join.refuse");
        assertThat(world.lastAudit().outcome()).isEqualTo(wrong.outcome);
        assertThat(world.lastAudit().object()).isEqualTo(request.devEui().toString());
        assertThat(world.lastAudit().details()).containsEntry("code", code.toString());
    }

    @Test
    void refusesAnNsidThatIsNotThePeers() {
        world.device(MacVersion.V1_0_4);
        JoinReq good = world.joinReq(BackendVersion.V1_1, MacVersion.V1_0_4, 1);
        BackendHeader header =
                new BackendHeader(
                        BackendVersion.V1_1,
                        good.header().sender(),
                        good.header().receiver(),
                        1,
                        new Eui64(2),
                        null,
                        null,
                        null);

        Answer answer = world.ask(new JoinReq(header, good.devEui(), good.terms()));

        assertThat(answer.result().code()).isEqualTo(ResultCode.UNKNOWN_SENDER);
    }

    @Test
    void refusesACertificateThatIsOfNoPeer() {
        world.device(MacVersion.V1_0_4);
        JoinReq good = world.joinReq(BackendVersion.V1_0, MacVersion.V1_0_4, 1);

        JoinServer.Reply reply =
                world.server()
                        .answer(
                                World.caller("network-server", "someone"),
                                world.codec.encode(good));

        Answer answer = world.codec.answers().decode(reply.body());
        assertThat(answer.result().code()).isEqualTo(ResultCode.UNKNOWN_SENDER);
        assertThat(world.lastAudit().actor()).isEqualTo("stranger:network-server:someone");
    }

    @Test
    void refusesANetworkServerThatAsksForAnAppSKey() {
        world.device(MacVersion.V1_0_4);
        AppSKeyReq request =
                new AppSKeyReq(
                        World.fromNetworkServer(BackendVersion.V1_0),
                        World.DEV_EUI,
                        new SessionKeyId(Bytes.of(new byte[16])));

        JoinServer.Reply reply =
                world.server().answer(World.NETWORK_SERVER, world.codec.encode(request));

        Answer answer = world.codec.answers().decode(reply.body());
        assertThat(answer.result().code()).isEqualTo(ResultCode.UNKNOWN_SENDER);
        assertThat(world.lastAudit().action()).isEqualTo("app-s-key.refuse");
    }

    @Test
    void refusesA11DeviceTakenForA10OneWithOptNeg() {
        world.device(MacVersion.V1_1);
        JoinReq good = world.joinReq(BackendVersion.V1_1, MacVersion.V1_1, 1);
        JoinTerms terms = good.terms();
        JoinTerms stale =
                new JoinTerms(
                        MacVersion.V1_0_2,
                        terms.frame(),
                        terms.devAddr(),
                        DlSettings.parse("80"),
                        terms.rxDelay(),
                        null);

        Answer answer = world.ask(new JoinReq(good.header(), good.devEui(), stale));

        assertThat(answer.result().code()).isEqualTo(ResultCode.STALE_DEVICE_PROFILE);
    }

    @Test
    void refusesAJoinRequestSentAsRejoin() {
        world.device(MacVersion.V1_1);
        JoinReq good = world.joinReq(BackendVersion.V1_1, MacVersion.V1_1, 1);

        Answer answer = world.ask(new RejoinReq(good.header(), good.devEui(), good.terms()));

        assertThat(answer.result().code()).isEqualTo(ResultCode.FRAME_SIZE_ERROR);
        assertThat(answer.messageType()).isEqualTo("RejoinAns");
    }

    @Test
    void tellsAPeerNothingOfWhatFailedInside() {
        world.device(MacVersion.V1_0_4);
        world.devices.breakVault(new Fault(Fault.Kind.UNAVAILABLE, "token 7 does not answer"));

        Answer answer = world.ask(world.joinReq(BackendVersion.V1_0, MacVersion.V1_0_4, 1));

        assertThat(answer.result().description()).isEqualTo("failed");
        assertThat(world.lastAudit().details()).containsEntry("why", "token 7 does not answer");
    }
}
