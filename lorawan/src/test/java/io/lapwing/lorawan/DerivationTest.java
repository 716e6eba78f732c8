package io.lapwing.lorawan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The derivations of TS001 §6.2 against joins of public peers, each intermediate value.
class DerivationTest {
    private static final String FILE = "ts001-6.2-joins.json";

    private final Aes aes = Aes.best();

    static List<Vectors> joins() {
        return Vectors.read(FILE).list("joins");
    }

    @Test
    void derivesEveryKeyOfBothVersions() {
        Vectors vector = Vectors.read(FILE).list("derivation").getFirst();
        Eui64 devEui = Eui64.parse(vector.text("devEUI"));

        try (Secret key = vector.secret("key")) {
            SessionSource as10 = source(vector, Keying.AS_1_0);
            SessionSource as11 = source(vector, Keying.AS_1_1);

            assertKey(key, as10, SessionKeyType.F_NWK_S_INT_KEY, vector.bytes("NwkSKey10"));
            assertKey(key, as10, SessionKeyType.APP_S_KEY, vector.bytes("AppSKey10"));
            assertKey(key, as11, SessionKeyType.F_NWK_S_INT_KEY, vector.bytes("FNwkSIntKey"));
            assertKey(key, as11, SessionKeyType.APP_S_KEY, vector.bytes("AppSKey11"));
            assertKey(key, as11, SessionKeyType.S_NWK_S_INT_KEY, vector.bytes("SNwkSIntKey"));
            assertKey(key, as11, SessionKeyType.NWK_S_ENC_KEY, vector.bytes("NwkSEncKey"));
            assertThat(aes.encrypt(key, Derivation.jsIntKey(devEui)))
                    .isEqualTo(vector.bytes("JSIntKey"));
            assertThat(aes.encrypt(key, Derivation.jsEncKey(devEui)))
                    .isEqualTo(vector.bytes("JSEncKey"));
        }
    }

    @ParameterizedTest
    @MethodSource("joins")
    void readsTheJoinRequestAndItsMic(Vectors vector) {
        PhyPayload phyPayload = PhyPayload.parse(vector.text("joinRequestPHY"));

        JoinRequest request = (JoinRequest) Frame.parse(phyPayload);

        assertThat(request.joinEui()).isEqualTo(Eui64.parse(vector.text("joinEUI")));
        assertThat(request.devEui()).isEqualTo(Eui64.parse(vector.text("devEUI")));
        assertThat(request.devNonce()).isEqualTo(DevNonce.parse(vector.text("devNonce")));
        assertThat(request.phyPayload()).isEqualTo(phyPayload);
        try (Secret key = joinKey(vector)) {
            assertThat(Mic.ofCmac(aes.cmac(key, request.micInput()))).isEqualTo(request.mic());
        }
    }

    @ParameterizedTest
    @MethodSource("joins")
    void protectsTheJoinAccept(Vectors vector) {
        JoinAccept accept = accept(vector);

        try (Secret key = joinKey(vector)) {
            Bytes cmac = acceptCmac(vector, accept, key);
            Bytes blocks = aes.decrypt(key, accept.protectionInput(Mic.ofCmac(cmac)));

            assertThat(accept.withMhdr()).isEqualTo(vector.bytes("joinAcceptPlain"));
            assertThat(Mic.ofCmac(cmac).octets()).isEqualTo(vector.bytes("joinAcceptMIC"));
            assertThat(new ProtectedJoinAccept(blocks).phyPayload())
                    .isEqualTo(PhyPayload.parse(vector.text("joinAcceptPHY")));
            assertThat(JoinAccept.parse(aes.encrypt(key, blocks)))
                    .isEqualTo(new JoinAccept.Received(accept, Mic.ofCmac(cmac)));
        }
    }

    @ParameterizedTest
    @MethodSource("joins")
    void derivesTheSessionKeys(Vectors vector) {
        MacVersion version = MacVersion.parse(vector.text("mac"));
        Keying keying = version.keying(DlSettings.parse(vector.text("DLSettings")));
        SessionSource source = source(vector, keying);

        for (SessionKeyType type : SessionKeyType.of(keying)) {
            String root =
                    switch (version.rootKeyFor(keying, type)) {
                        case NWK_KEY -> "nwkKey";
                        case APP_KEY -> "appKey";
                    };
            try (Secret key = vector.secret(root)) {
                assertKey(key, source, type, vector.bytes(name(keying, type)));
            }
        }
    }

    @Test
    void refusesKeysThatASessionKeyedAs10DoesNotHave() {
        SessionSource source =
                source(Vectors.read(FILE).list("derivation").getFirst(), Keying.AS_1_0);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> Derivation.sessionKey(SessionKeyType.NWK_S_ENC_KEY, source))
                .withMessageContaining("NwkSKey and AppSKey only");
    }

    @Test
    void bindsTheAcceptToWhatItAnswers() {
        Vectors vector = joins().get(1);
        JoinAccept accept = accept(vector);
        Eui64 joinEui = Eui64.parse(vector.text("joinEUI"));

        Bytes join =
                Derivation.joinAcceptMicInput11(
                        JoinType.JOIN, joinEui, new DevNonce(0x0102), accept);
        Bytes rejoin =
                Derivation.joinAcceptMicInput11(
                        JoinType.REJOIN_1, joinEui, new RejoinCount(3).inPlaceOfDevNonce(), accept);

        assertThat(join.slice(0, 12)).isEqualTo(Bytes.hex("FF0102030405060708020120"));
        assertThat(rejoin.slice(0, 12)).isEqualTo(Bytes.hex("010102030405060708030020"));
        assertThat(join.slice(11, join.length())).isEqualTo(accept.withMhdr());
    }

    private void assertKey(Secret root, SessionSource source, SessionKeyType type, Bytes expected) {
        assertThat(aes.encrypt(root, Derivation.sessionKey(type, source))).isEqualTo(expected);
    }

    private Bytes acceptCmac(Vectors vector, JoinAccept accept, Secret key) {
        MacVersion version = MacVersion.parse(vector.text("mac"));
        return switch (version.keying(accept.dlSettings())) {
            case AS_1_0 -> aes.cmac(key, Derivation.joinAcceptMicInput10(accept));
            case AS_1_1 -> {
                Eui64 devEui = Eui64.parse(vector.text("devEUI"));
                assertThat(aes.encrypt(key, Derivation.jsIntKey(devEui)))
                        .isEqualTo(vector.bytes("JSIntKey"));
                assertThat(aes.encrypt(key, Derivation.jsEncKey(devEui)))
                        .isEqualTo(vector.bytes("JSEncKey"));
                try (Secret jsIntKey = aes.derive(key, Derivation.jsIntKey(devEui))) {
                    yield aes.cmac(
                            jsIntKey,
                            Derivation.joinAcceptMicInput11(
                                    JoinType.JOIN,
                                    Eui64.parse(vector.text("joinEUI")),
                                    DevNonce.parse(vector.text("devNonce")),
                                    accept));
                }
            }
        };
    }

    private static Secret joinKey(Vectors vector) {
        return vector.secret(vector.has("nwkKey") ? "nwkKey" : "appKey");
    }

    private static JoinAccept accept(Vectors vector) {
        String cfList = vector.text("CFList");
        return new JoinAccept(
                JoinNonce.parse(vector.text("joinNonce")),
                NetId.parse(vector.text("netID")),
                DevAddr.parse(vector.text("devAddr")),
                DlSettings.parse(vector.text("DLSettings")),
                new RxDelay(vector.number("RxDelay")),
                cfList.isEmpty() ? null : new CfList(Bytes.hex(cfList)));
    }

    private static SessionSource source(Vectors vector, Keying keying) {
        return new SessionSource(
                keying,
                JoinNonce.parse(vector.text("joinNonce")),
                DevNonce.parse(vector.text("devNonce")),
                NetId.parse(vector.text("netID")),
                Eui64.parse(vector.text("joinEUI")));
    }

    private static String name(Keying keying, SessionKeyType type) {
        return switch (type) {
            case F_NWK_S_INT_KEY ->
                    switch (keying) {
                        case AS_1_0 -> "NwkSKey";
                        case AS_1_1 -> "FNwkSIntKey";
                    };
            case APP_S_KEY -> "AppSKey";
            case S_NWK_S_INT_KEY -> "SNwkSIntKey";
            case NWK_S_ENC_KEY -> "NwkSEncKey";
        };
    }
}
