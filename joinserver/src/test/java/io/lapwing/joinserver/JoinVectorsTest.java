package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.CfList;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.NetworkKeys;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.RxDelay;
import io.lapwing.lorawan.SessionGrant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JoinVectorsTest {
    private final World world = new World(List.of(World.ALL));

    static List<Vectors.Join> joins() {
        return Vectors.joins();
    }

    @ParameterizedTest
    @MethodSource("joins")
    void answersAPublishedJoinWithThePublishedFrameAndKeys(Vectors.Join join) {
        given(join);

        Answer answer = world.ask(request(join));

        SessionGrant grant = World.grant(answer);
        assertThat(grant.joinAccept().octets()).isEqualTo(join.joinAccept());
        assertThat(networkKeys(grant)).isEqualTo(expectedNetworkKeys(join));
        assertThat(grant.appSKey()).isNull();
        Answer fetched = world.appSKey(World.AS_ID, join.devEui(), grant.sessionKeyId());
        assertThat(world.open(World.appSKey(fetched), World.AS_KEK)).isEqualTo(join.appSKey());
    }

    private void given(Vectors.Join join) {
        JoinState before = JoinState.NEW.withMargin(join.joinNonce().value() - 1).resetDevNonce();
        world.enter(
                join.devEui(),
                join.version(),
                join.nwkKey().orElse(Bytes.EMPTY),
                join.appKey(),
                before);
        world.peer(
                World.NETWORK_SERVER,
                new Peer(
                        "acme-ns",
                        true,
                        new Peer.Party.NetworkServer(
                                Set.of(join.netId()), Set.of(), Optional.of(World.NS_LABEL)),
                        List.of(World.ALL)));
    }

    private static JoinReq request(Vectors.Join join) {
        BackendHeader header =
                BackendHeader.of(
                        BackendVersion.V1_0,
                        PartyId.of(join.netId()),
                        PartyId.of(join.joinEui()),
                        0xffffffffL);
        return new JoinReq(
                header,
                join.devEui(),
                new JoinTerms(
                        join.version(),
                        new PhyPayload(join.joinRequest()),
                        join.devAddr(),
                        join.dlSettings(),
                        new RxDelay(join.rxDelay()),
                        join.cfList().length() == 0 ? null : new CfList(join.cfList())));
    }

    private List<Bytes> networkKeys(SessionGrant grant) {
        return switch (grant.networkKeys()) {
            case NetworkKeys.As10 keys -> List.of(world.open(keys.nwkSKey(), World.NS_KEK));
            case NetworkKeys.As11 keys ->
                    List.of(
                            world.open(keys.fNwkSIntKey(), World.NS_KEK),
                            world.open(keys.sNwkSIntKey(), World.NS_KEK),
                            world.open(keys.nwkSEncKey(), World.NS_KEK));
        };
    }

    private static List<Bytes> expectedNetworkKeys(Vectors.Join join) {
        return join.nwkSKey()
                .map(List::of)
                .orElseGet(() ->
                        List.of(
                                join.fNwkSIntKey().orElseThrow(),
                                join.sNwkSIntKey().orElseThrow(),
                                join.nwkSEncKey().orElseThrow()));
    }
}
