package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetworkKeys;
import io.lapwing.lorawan.RejoinCount;
import io.lapwing.lorawan.RejoinRequest;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.lorawan.SessionSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RejoinTest {
    private final World world = new World();

    private final Bytes servingKey;

    RejoinTest() {
        world.device(MacVersion.V1_1);
        Answer joined = world.ask(world.joinReq(BackendVersion.V1_1, MacVersion.V1_1, 1));
        servingKey = serving(World.grant(joined));
    }

    private Bytes serving(SessionGrant grant) {
        return switch (grant.networkKeys()) {
            case NetworkKeys.As11 keys -> world.open(keys.sNwkSIntKey(), World.NS_KEK);
            case NetworkKeys.As10 _ -> throw new AssertionError("keyed as 1.0");
        };
    }

    private RejoinRequest inSession(JoinType type, int count, Bytes key) {
        Bytes input =
                RejoinRequest.InSession.micInput(
                        type, World.NET_ID, World.DEV_EUI, new RejoinCount(count));
        return new RejoinRequest.InSession(
                type, World.NET_ID, World.DEV_EUI, new RejoinCount(count), world.mic(key, input));
    }

    private RejoinRequest anew(int count) {
        Bytes jsIntKey = world.derive(World.NWK_KEY, Derivation.jsIntKey(World.DEV_EUI));
        Bytes input =
                RejoinRequest.Anew.micInput(World.JOIN_EUI, World.DEV_EUI, new RejoinCount(count));
        return new RejoinRequest.Anew(
                World.JOIN_EUI, World.DEV_EUI, new RejoinCount(count), world.mic(jsIntKey, input));
    }

    private RejoinRequest frame(JoinType type, int count) {
        return switch (type) {
            case REJOIN_0, REJOIN_2 -> inSession(type, count, servingKey);
            case REJOIN_1 -> anew(count);
            case JOIN -> throw new AssertionError("no rejoin");
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"REJOIN_0", "REJOIN_1", "REJOIN_2"})
    void givesASessionWhoseKeysTheDeviceComputesToo(JoinType type) {
        Answer answer = world.rejoin(BackendVersion.V1_1, frame(type, 5));

        SessionGrant grant = World.grant(answer);
        JoinAccept accept = opened(grant, type, 5);
        SessionSource source =
                new SessionSource(
                        Keying.AS_1_1,
                        accept.joinNonce(),
                        new DevNonce(5),
                        World.NET_ID,
                        World.JOIN_EUI);
        Bytes block = Derivation.sessionKey(SessionKeyType.S_NWK_S_INT_KEY, source);
        assertThat(answer.messageType()).isEqualTo("RejoinAns");
        assertThat(accept.joinNonce().value()).isEqualTo(2);
        assertThat(serving(grant)).isEqualTo(world.derive(World.NWK_KEY, block));
    }

    /// Decrypts a join-accept with the JSEncKey and checks its MIC, as the device does (TS001-1.1 §6.2.3).
    private JoinAccept opened(SessionGrant grant, JoinType type, int count) {
        Bytes octets = grant.joinAccept().octets();
        Bytes jsEncKey = world.derive(World.NWK_KEY, Derivation.jsEncKey(World.DEV_EUI));
        Bytes jsIntKey = world.derive(World.NWK_KEY, Derivation.jsIntKey(World.DEV_EUI));
        try (Secret key = Secret.take(jsEncKey.toArray())) {
            Bytes plain = world.aes.encrypt(key, octets.slice(1, octets.length()));
            JoinAccept.Received received = JoinAccept.parse(plain);
            Bytes input =
                    Derivation.joinAcceptMicInput11(
                            type, World.JOIN_EUI, new DevNonce(count), received.accept());
            assertThat(received.mic()).isEqualTo(world.mic(jsIntKey, input));
            return received.accept();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REJOIN_0", "REJOIN_1", "REJOIN_2"})
    void refusesAReplayedRejoin(JoinType type) {
        RejoinRequest frame = frame(type, 5);
        world.rejoin(BackendVersion.V1_1, frame);

        Answer again = world.rejoin(BackendVersion.V1_1, frame);
        Answer againTo10 = world.rejoin(BackendVersion.V1_0, frame);

        assertThat(again.result().code()).isEqualTo(ResultCode.FRAME_REPLAYED);
        assertThat(againTo10.result().code()).isEqualTo(ResultCode.JOIN_REQ_FAILED);
        assertThat(world.devices.commits()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"REJOIN_0", "REJOIN_2"})
    void refusesARejoinUnderAnotherKey(JoinType type) {
        Answer answer = world.rejoin(BackendVersion.V1_1, inSession(type, 1, World.NWK_KEY));

        assertThat(answer.result().code()).isEqualTo(ResultCode.MIC_FAILED);
        assertThat(world.devices.commits()).isEqualTo(1);
        assertThat(world.lastAudit().action()).isEqualTo("rejoin.refuse");
    }

    @Test
    void takesARejoinFromTheSessionBeforeWhenTheLastAcceptWasLost() {
        world.ask(world.joinReq(BackendVersion.V1_1, MacVersion.V1_1, 2));

        Answer answer = world.rejoin(BackendVersion.V1_1, frame(JoinType.REJOIN_0, 0));

        assertThat(answer.result().code()).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void refusesARejoinOfADeviceOf10() {
        World other = new World();
        other.device(MacVersion.V1_0_4);

        Answer answer = other.rejoin(BackendVersion.V1_1, anew(1));

        assertThat(answer.result().code()).isEqualTo(ResultCode.STALE_DEVICE_PROFILE);
        assertThat(other.devices.commits()).isZero();
    }

    @Test
    void refusesARejoinIntoASessionKeyedAs10() {
        RejoinReq request =
                new RejoinReq(
                        World.fromNetworkServer(BackendVersion.V1_1),
                        World.DEV_EUI,
                        World.terms(MacVersion.V1_0_4, anew(1)));

        Answer answer = world.ask(request);

        assertThat(answer.result().code()).isEqualTo(ResultCode.STALE_DEVICE_PROFILE);
    }
}
