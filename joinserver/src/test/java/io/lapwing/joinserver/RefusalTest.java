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
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.SessionKeyId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every wrong request: the precise code in either version of the protocol, and nothing written but the audit record.
final class RefusalTest {
    private static final NetId OTHER_NETWORK = NetId.parse("000014");

    /// A wrong request: how the world or the message is wrong, and what is answered.
    enum Wrong {
        STRANGER(ResultCode.UNKNOWN_SENDER, "unknown-sender") {
            @Override
            JoinReq of(World world, JoinReq good) {
                world.peer(
                        World.NETWORK_SERVER,
                        new Peer(
                                "other",
                                true,
                                new Peer.Party.NetworkServer(
                                        Set.of(OTHER_NETWORK),
                                        Set.of(),
                                        Optional.of(World.NS_LABEL)),
                                List.of(World.ALL)));
                return good;
            }
        },
        DISABLED_PEER(ResultCode.UNKNOWN_SENDER, "unknown-sender") {
            @Override
            JoinReq of(World world, JoinReq good) {
                Peer peer = World.networkServer();
                world.peer(
                        World.NETWORK_SERVER,
                        new Peer(peer.name(), false, peer.party(), peer.joinEuis()));
                return good;
            }
        },
        APPLICATION_SERVER_JOINS(ResultCode.UNKNOWN_SENDER, "unknown-sender") {
            @Override
            JoinReq of(World world, JoinReq good) {
                world.peer(World.NETWORK_SERVER, World.applicationServer());
                return good;
            }
        },
        SENDER_IS_NO_NET_ID(ResultCode.UNKNOWN_SENDER, "unknown-sender") {
            @Override
            JoinReq of(World world, JoinReq good) {
                return from(good, new PartyId(World.AS_ID), good.header().receiver());
            }
        },
        RECEIVER_NOT_SERVED(ResultCode.UNKNOWN_RECEIVER, "unknown-receiver") {
            @Override
            JoinReq of(World world, JoinReq good) {
                return from(good, good.header().sender(), new PartyId("EC656E0000000000"));
            }
        },
        RECEIVER_IS_NO_EUI(ResultCode.UNKNOWN_RECEIVER, "unknown-receiver") {
            @Override
            JoinReq of(World world, JoinReq good) {
                return from(good, good.header().sender(), new PartyId("join-server"));
            }
        },
        JOIN_EUI_NOT_OF_PEER(ResultCode.ACTIVATION_DISALLOWED, "not-this-peer") {
            @Override
            JoinReq of(World world, JoinReq good) {
                Peer peer = World.networkServer();
                world.peer(
                        World.NETWORK_SERVER,
                        new Peer(
                                peer.name(),
                                true,
                                peer.party(),
                                List.of(EuiPrefix.parse("70B3D57ED1000000/40"))));
                return good;
            }
        },
        DEVICE_REGISTERED_WITH_A_JOIN_EUI_NOT_OF_PEER(
                ResultCode.ACTIVATION_DISALLOWED, "not-this-peer") {
            @Override
            JoinReq of(World world, JoinReq good) {
                Peer peer = World.networkServer();
                world.peer(
                        World.NETWORK_SERVER,
                        new Peer(
                                peer.name(),
                                true,
                                peer.party(),
                                List.of(EuiPrefix.parse("70B3D57ED0000000/64"))));
                JoinDevice device = world.devices.get(World.DEV_EUI);
                world.devices.put(
                        new JoinDevice(
                                device.devEui(),
                                Eui64.parse("70B3D57ED00000FF"),
                                device.version(),
                                device.barred(),
                                device.home(),
                                device.keys(),
                                device.delivery(),
                                device.state(),
                                device.row()));
                return good;
            }
        },
        UNKNOWN_DEVICE(ResultCode.UNKNOWN_DEV_EUI, "unknown-device") {
            @Override
            JoinReq of(World world, JoinReq good) {
                Eui64 stranger = Eui64.parse("70B3D57ED0000999");
                Bytes octets = good.terms().frame().octets();
                return new JoinReq(
                        good.header(),
                        stranger,
                        framed(
                                good.terms(),
                                Bytes.concat(
                                        octets.slice(0, 9),
                                        stranger.littleEndian(),
                                        octets.slice(17, 23))));
            }
        },
        DEVICE_OUT_OF_THE_PEERS_SCOPE(ResultCode.ACTIVATION_DISALLOWED, "not-this-peer") {
            @Override
            JoinReq of(World world, JoinReq good) {
                Peer peer = World.networkServer();
                world.peer(
                        World.NETWORK_SERVER,
                        new Peer(
                                peer.name(),
                                true,
                                peer.party(),
                                peer.joinEuis(),
                                device -> !device.devEui().equals(World.DEV_EUI),
                                Optional.empty()));
                return good;
            }
        },
        BARRED(ResultCode.ACTIVATION_DISALLOWED, "barred") {
            @Override
            JoinReq of(World world, JoinReq good) {
                change(world, Optional.of("it is suspended: resume it"), Optional.empty());
                return good;
            }
        },
        AWAY_FROM_HOME(ResultCode.ROAMING_ACT_DISALLOWED, "not-home") {
            @Override
            JoinReq of(World world, JoinReq good) {
                change(
                        world,
                        Optional.empty(),
                        Optional.of(new JoinDevice.Home(OTHER_NETWORK, Optional.empty())));
                return good;
            }
        },
        TAKEN_FOR_1_1(ResultCode.STALE_DEVICE_PROFILE, "stale-profile") {
            @Override
            JoinReq of(World world, JoinReq good) {
                JoinTerms terms = good.terms();
                return new JoinReq(
                        good.header(),
                        good.devEui(),
                        new JoinTerms(
                                MacVersion.V1_1,
                                terms.frame(),
                                terms.devAddr(),
                                DlSettings.parse("80"),
                                terms.rxDelay(),
                                null));
            }
        },
        FRAME_TOO_SHORT(ResultCode.FRAME_SIZE_ERROR, "frame-size") {
            @Override
            JoinReq of(World world, JoinReq good) {
                return framed(good, good.terms().frame().octets().slice(0, 22));
            }
        },
        FRAME_TOO_LONG(ResultCode.FRAME_SIZE_ERROR, "frame-size") {
            @Override
            JoinReq of(World world, JoinReq good) {
                return framed(good, Bytes.concat(good.terms().frame().octets(), Bytes.of(0)));
            }
        },
        FRAME_OF_ANOTHER_TYPE(ResultCode.MALFORMED_MESSAGE, "malformed") {
            @Override
            JoinReq of(World world, JoinReq good) {
                return withMhdr(good, 0x40);
            }
        },
        FRAME_WITH_RESERVED_BITS(ResultCode.MALFORMED_MESSAGE, "malformed") {
            @Override
            JoinReq of(World world, JoinReq good) {
                return withMhdr(good, 0x04);
            }
        },
        DEV_EUI_NOT_OF_FRAME(ResultCode.MALFORMED_MESSAGE, "malformed") {
            @Override
            JoinReq of(World world, JoinReq good) {
                return new JoinReq(good.header(), Eui64.parse("70B3D57ED0000102"), good.terms());
            }
        },
        RECEIVER_NOT_OF_FRAME(ResultCode.MALFORMED_MESSAGE, "malformed") {
            @Override
            JoinReq of(World world, JoinReq good) {
                return from(good, good.header().sender(), new PartyId("70B3D57ED0000001"));
            }
        },
        FORGED(ResultCode.MIC_FAILED, "mic-failed") {
            @Override
            JoinReq of(World world, JoinReq good) {
                Bytes octets = good.terms().frame().octets();
                return framed(good, Bytes.concat(octets.slice(0, 22), Bytes.of(octets.at(22) ^ 1)));
            }
        },
        REPLAYED(ResultCode.FRAME_REPLAYED, "replayed") {
            @Override
            JoinReq of(World world, JoinReq good) {
                JoinDevice device = world.devices.get(World.DEV_EUI);
                world.devices.put(MemoryDevices.withState(device, JoinState.NEW.withMargin(2)));
                return good;
            }
        },
        NONCES_USED_UP(ResultCode.JOIN_REQ_FAILED, "exhausted") {
            @Override
            JoinReq of(World world, JoinReq good) {
                JoinDevice device = world.devices.get(World.DEV_EUI);
                world.devices.put(
                        MemoryDevices.withState(device, JoinState.NEW.withMargin(0x10000)));
                return good;
            }
        },
        NO_LABEL_FOR_NETWORK_SERVER(ResultCode.JOIN_REQ_FAILED, "failed") {
            @Override
            JoinReq of(World world, JoinReq good) {
                world.peer(World.NETWORK_SERVER, withLabel(Optional.empty()));
                return good;
            }
        },
        NO_WRAPPING_KEY_FOR_NETWORK_SERVER(ResultCode.JOIN_REQ_FAILED, "failed") {
            @Override
            JoinReq of(World world, JoinReq good) {
                world.peer(World.NETWORK_SERVER, withLabel(Optional.of("ns:none")));
                return good;
            }
        },
        NO_LABEL_FOR_APPLICATION_SERVER(ResultCode.JOIN_REQ_FAILED, "failed") {
            @Override
            JoinReq of(World world, JoinReq good) {
                JoinDevice device = world.devices.get(World.DEV_EUI);
                world.devices.put(
                        new JoinDevice(
                                device.devEui(),
                                device.joinEui(),
                                device.version(),
                                device.barred(),
                                device.home(),
                                device.keys(),
                                new JoinDevice.Delivery(
                                        true,
                                        Optional.of(World.AS_ID),
                                        Optional.empty(),
                                        Optional.empty()),
                                device.state(),
                                device.row()));
                return good;
            }
        },
        VAULT_AWAY(ResultCode.JOIN_REQ_FAILED, "failed") {
            @Override
            JoinReq of(World world, JoinReq good) {
                world.devices.breakVault(
                        new Fault(Fault.Kind.UNAVAILABLE, "token does not answer"));
                return good;
            }
        };

        private final ResultCode code;
        private final String outcome;

        Wrong(ResultCode code, String outcome) {
            this.code = code;
            this.outcome = outcome;
        }

        abstract JoinReq of(World world, JoinReq good);
    }

    private final World world = new World();

    @ParameterizedTest
    @EnumSource(Wrong.class)
    void refusesWithThePreciseCodeOf11(Wrong wrong) {
        refuses(wrong, BackendVersion.V1_1, wrong.code);
    }

    @ParameterizedTest
    @EnumSource(Wrong.class)
    void tellsA10CallerOnlyCodesThatItKnows(Wrong wrong) {
        ResultCode known =
                switch (wrong.code) {
                    case MALFORMED_MESSAGE -> ResultCode.MALFORMED_REQUEST;
                    case FRAME_REPLAYED -> ResultCode.JOIN_REQ_FAILED;
                    default -> wrong.code;
                };

        refuses(wrong, BackendVersion.V1_0, known);
    }

    private void refuses(Wrong wrong, BackendVersion protocol, ResultCode code) {
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

    private static JoinReq from(JoinReq good, PartyId sender, PartyId receiver) {
        BackendHeader header = good.header();
        return new JoinReq(
                new BackendHeader(
                        header.version(),
                        sender,
                        receiver,
                        header.transactionId(),
                        header.senderNsid(),
                        null,
                        null,
                        null),
                good.devEui(),
                good.terms());
    }

    private static JoinReq withMhdr(JoinReq good, int mhdr) {
        return framed(
                good, Bytes.concat(Bytes.of(mhdr), good.terms().frame().octets().slice(1, 23)));
    }

    private static JoinReq framed(JoinReq good, Bytes octets) {
        return new JoinReq(good.header(), good.devEui(), framed(good.terms(), octets));
    }

    private static JoinTerms framed(JoinTerms terms, Bytes octets) {
        return new JoinTerms(
                terms.macVersion(),
                new PhyPayload(octets),
                terms.devAddr(),
                terms.dlSettings(),
                terms.rxDelay(),
                terms.cfList());
    }

    private static void change(
            World world, Optional<String> barred, Optional<JoinDevice.Home> home) {
        JoinDevice device = world.devices.get(World.DEV_EUI);
        world.devices.put(
                new JoinDevice(
                        device.devEui(),
                        device.joinEui(),
                        device.version(),
                        barred,
                        home,
                        device.keys(),
                        device.delivery(),
                        device.state(),
                        device.row()));
    }

    private static Peer withLabel(Optional<String> label) {
        return new Peer(
                "acme-ns",
                true,
                new Peer.Party.NetworkServer(Set.of(World.NET_ID), Set.of(), label),
                List.of(World.ALL));
    }
}
