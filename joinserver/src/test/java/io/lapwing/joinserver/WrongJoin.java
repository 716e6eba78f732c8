package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ResultCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A wrong request: how the world or the message is wrong, and what is answered.
enum WrongJoin {
    STRANGER(ResultCode.UNKNOWN_SENDER, "unknown-sender") {
        @Override
        JoinReq of(World world, JoinReq good) {
            world.peer(
                    World.NETWORK_SERVER,
                    new Peer(
                            "other",
                            true,
                            new Peer.Party.NetworkServer(
                                    Set.of(OTHER_NETWORK), Set.of(), Optional.of(World.NS_LABEL)),
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
                    new Changed(device).joinEui(Eui64.parse("70B3D57ED00000FF")).device());
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
            JoinDevice device = world.devices.get(World.DEV_EUI);
            world.devices.put(new Changed(device).barred("it is suspended: resume it").device());
            return good;
        }
    },
    AWAY_FROM_HOME(ResultCode.ROAMING_ACT_DISALLOWED, "not-home") {
        @Override
        JoinReq of(World world, JoinReq good) {
            JoinDevice device = world.devices.get(World.DEV_EUI);
            world.devices.put(
                    new Changed(device)
                            .home(new JoinDevice.Home(OTHER_NETWORK, Optional.empty()))
                            .device());
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
            world.devices.put(new Changed(device).state(JoinState.NEW.withMargin(2)).device());
            return good;
        }
    },
    NONCES_USED_UP(ResultCode.JOIN_REQ_FAILED, "exhausted") {
        @Override
        JoinReq of(World world, JoinReq good) {
            JoinDevice device = world.devices.get(World.DEV_EUI);
            world.devices.put(
                    new Changed(device).state(JoinState.NEW.withMargin(0x10000)).device());
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
                    new Changed(device)
                            .delivery(
                                    new JoinDevice.Delivery(
                                            true,
                                            Optional.of(World.AS_ID),
                                            Optional.empty(),
                                            Optional.empty()))
                            .device());
            return good;
        }
    },
    VAULT_AWAY(ResultCode.JOIN_REQ_FAILED, "failed") {
        @Override
        JoinReq of(World world, JoinReq good) {
            world.devices.breakVault(new Fault(Fault.Kind.UNAVAILABLE, "token does not answer"));
            return good;
        }
    };

    private static final NetId OTHER_NETWORK = NetId.parse("000014");

    final ResultCode code;
    final String outcome;

    WrongJoin(ResultCode code, String outcome) {
        this.code = code;
        this.outcome = outcome;
    }

    abstract JoinReq of(World world, JoinReq good);

    static JoinReq from(JoinReq good, PartyId sender, PartyId receiver) {
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

    static JoinReq withMhdr(JoinReq good, int mhdr) {
        return framed(
                good, Bytes.concat(Bytes.of(mhdr), good.terms().frame().octets().slice(1, 23)));
    }

    static JoinReq framed(JoinReq good, Bytes octets) {
        return new JoinReq(good.header(), good.devEui(), framed(good.terms(), octets));
    }

    static JoinTerms framed(JoinTerms terms, Bytes octets) {
        return new JoinTerms(
                terms.macVersion(),
                new PhyPayload(octets),
                terms.devAddr(),
                terms.dlSettings(),
                terms.rxDelay(),
                terms.cfList());
    }

    static Peer withLabel(Optional<String> label) {
        return new Peer(
                "acme-ns",
                true,
                new Peer.Party.NetworkServer(Set.of(World.NET_ID), Set.of(), label),
                List.of(World.ALL));
    }
}
