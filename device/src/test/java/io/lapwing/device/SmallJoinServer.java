package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.JoinNonce;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ProtectedJoinAccept;
import io.lapwing.lorawan.RejoinRequest;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.RxDelay;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.lorawan.SessionSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The other side of a join, without a memory for nonces: it answers whatever has a right MIC.
final class SmallJoinServer {
    static final Eui64 JOIN_EUI = Eui64.parse("70B3D57ED0000001");
    static final Eui64 DEV_EUI = Eui64.parse("0102030405060708");
    static final DevAddr DEV_ADDR = DevAddr.parse("26000001");
    static final NetId NET_ID = NetId.parse("000013");

    private static final Bytes NWK_KEY = Bytes.hex("00112233445566778899AABBCCDDEEFF");
    private static final Bytes APP_KEY = Bytes.hex("FFEEDDCCBBAA99887766554433221100");

    private final Aes aes = Aes.best();
    private final MacVersion version;
    private final DlSettings settings;
    private int joinNonce;

    SmallJoinServer(MacVersion version, String dlSettings) {
        this.version = version;
        settings = DlSettings.parse(dlSettings);
    }

    /// What the answer to a request brings.
    ///
    /// @param network the network server's keys
    /// @param application the application server's key
    record Answer(
            PhyPayload accept,
            Keying keying,
            SoftSessionKeys network,
            SoftSessionKeys application) {
        NetworkSession networkSession() {
            return new NetworkSession(DEV_ADDR, keying, network);
        }

        ApplicationSession applicationSession() {
            return new ApplicationSession(DEV_ADDR, application);
        }
    }

    DeviceIdentity identity() {
        return new DeviceIdentity(DEV_EUI, JOIN_EUI, version);
    }

    SoftKeySlots slots() {
        return version.hasNwkKey()
                ? SoftKeySlots.of11(aes, root(RootKeyKind.NWK_KEY), root(RootKeyKind.APP_KEY))
                : SoftKeySlots.of10(aes, root(RootKeyKind.APP_KEY));
    }

    ZoneKeySlots slots(Zone zone) {
        return version.hasNwkKey()
                ? ZoneKeySlots.of11(zone, aes, root(RootKeyKind.NWK_KEY), root(RootKeyKind.APP_KEY))
                : ZoneKeySlots.of10(zone, aes, root(RootKeyKind.APP_KEY));
    }

    void nextJoinNonce(int value) {
        joinNonce = value - 1;
    }

    Answer answer(PhyPayload request) {
        return switch (Frame.parse(request)) {
            case JoinRequest join -> {
                try (Secret key = root(version.joinKey())) {
                    requireMic(key, join.micInput(), join.mic());
                    yield accept(JoinType.JOIN, join.devNonce(), key);
                }
            }
            case RejoinRequest.Anew rejoin -> {
                try (Secret nwkKey = root(RootKeyKind.NWK_KEY);
                        Secret jsIntKey = aes.derive(nwkKey, Derivation.jsIntKey(DEV_EUI));
                        Secret jsEncKey = aes.derive(nwkKey, Derivation.jsEncKey(DEV_EUI))) {
                    requireMic(jsIntKey, rejoin.micInput(), rejoin.mic());
                    yield accept(rejoin.type(), rejoin.count().inPlaceOfDevNonce(), jsEncKey);
                }
            }
            case Frame other -> throw new IllegalArgumentException("no join: " + other);
        };
    }

    /// Answers a rejoin-request of type 0 or 2, which came under the session of an earlier answer.
    Answer answer(PhyPayload request, Answer under) {
        RejoinRequest.InSession rejoin = (RejoinRequest.InSession) Frame.parse(request);
        Bytes cmac = under.network().cmac(SessionKeyType.S_NWK_S_INT_KEY, rejoin.micInput());
        if (!Mic.ofCmac(cmac).equals(rejoin.mic())) {
            throw new IllegalArgumentException("wrong MIC");
        }
        try (Secret nwkKey = root(RootKeyKind.NWK_KEY);
                Secret jsEncKey = aes.derive(nwkKey, Derivation.jsEncKey(DEV_EUI))) {
            return accept(rejoin.type(), rejoin.count().inPlaceOfDevNonce(), jsEncKey);
        }
    }

    private void requireMic(Secret key, Bytes input, Mic mic) {
        if (!Mic.ofCmac(aes.cmac(key, input)).equals(mic)) {
            throw new IllegalArgumentException("wrong MIC");
        }
    }

    private Answer accept(JoinType type, DevNonce devNonce, Secret protecting) {
        joinNonce++;
        JoinAccept accept =
                new JoinAccept(
                        new JoinNonce(joinNonce), NET_ID, DEV_ADDR, settings, new RxDelay(1), null);
        Keying keying = version.keying(settings);
        Bytes blocks =
                aes.decrypt(
                        protecting,
                        accept.protectionInput(Mic.ofCmac(micOf(accept, keying, type, devNonce))));
        SessionSource source =
                new SessionSource(keying, accept.joinNonce(), devNonce, NET_ID, JOIN_EUI);
        return new Answer(
                new ProtectedJoinAccept(blocks).phyPayload(),
                keying,
                keys(
                        source,
                        SessionKeyType.of(keying).stream()
                                .filter(key -> key != SessionKeyType.APP_S_KEY)
                                .toList()),
                keys(source, List.of(SessionKeyType.APP_S_KEY)));
    }

    private Bytes micOf(JoinAccept accept, Keying keying, JoinType type, DevNonce devNonce) {
        try (Secret key = root(version.joinKey())) {
            return switch (keying) {
                case AS_1_0 -> aes.cmac(key, Derivation.joinAcceptMicInput10(accept));
                case AS_1_1 -> {
                    try (Secret jsIntKey = aes.derive(key, Derivation.jsIntKey(DEV_EUI))) {
                        yield aes.cmac(
                                jsIntKey,
                                Derivation.joinAcceptMicInput11(type, JOIN_EUI, devNonce, accept));
                    }
                }
            };
        }
    }

    private SoftSessionKeys keys(SessionSource source, List<SessionKeyType> types) {
        Map<SessionKeyType, Secret> keys = new EnumMap<>(SessionKeyType.class);
        for (SessionKeyType type : types) {
            try (Secret root = root(version.rootKeyFor(source.keying(), type))) {
                keys.put(type, aes.derive(root, Derivation.sessionKey(type, source)));
            }
        }
        return new SoftSessionKeys(aes, keys);
    }

    private static Secret root(RootKeyKind kind) {
        return Secret.take(key(kind).toArray());
    }

    /// A root key of the device, for slots of other kinds than [#slots].
    static Bytes key(RootKeyKind kind) {
        return switch (kind) {
            case NWK_KEY -> NWK_KEY;
            case APP_KEY -> APP_KEY;
        };
    }
}
