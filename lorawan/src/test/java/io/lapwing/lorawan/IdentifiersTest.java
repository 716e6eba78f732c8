package io.lapwing.lorawan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    @Test
    void areWrittenMostSignificantFirstAndSentLeastSignificantFirst() {
        assertThat(NetId.parse("0x00aB13").toString()).isEqualTo("00AB13");
        assertThat(NetId.parse("00AB13").littleEndian()).isEqualTo(Bytes.hex("13AB00"));
        assertThat(DevAddr.parse("FF020304").littleEndian()).isEqualTo(Bytes.hex("040302FF"));
        assertThat(DevAddr.littleEndian(Bytes.hex("040302FF")).toString()).isEqualTo("FF020304");
        assertThat(DevNonce.parse("0102").littleEndian()).isEqualTo(Bytes.hex("0201"));
        assertThat(JoinNonce.littleEndian(Bytes.hex("010000")).value()).isEqualTo(1);
        assertThat(Eui64.parse("0X70b3D57ED0000001").littleEndian())
                .isEqualTo(Bytes.hex("010000D07ED5B370"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "00001", "0000013", "00001G", "00 013"})
    void refuseWhatIsNoNetId(String text) {
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> NetId.parse(text));
    }

    @Test
    void refuseNumbersThatDoNotFit() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new JoinNonce(1 << 24))
                .withMessage("JoinNonce 16777216: want 0 to 16777215");
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> new DevNonce(-1));
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> new DevAddr(1L << 32));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, V1_0_0",
        "1.0.0, V1_0_0",
        "1.0.1, V1_0_1",
        "1.0.2, V1_0_2",
        "1.0.3, V1_0_3",
        "1.0.4, V1_0_4",
        "1.1, V1_1",
        "1.1.0, V1_1",
    })
    void knowEverySpellingOfAVersion(String text, MacVersion version) {
        assertThat(MacVersion.parse(text)).isEqualTo(version);
        assertThat(MacVersion.parse(version.toString())).isEqualTo(version);
        assertThat(MacVersion.ofCode(version.code())).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.0.5", "1.1.1", "v1.1", "LoRaWAN 1.1"})
    void refuseOtherVersions(String text) {
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> MacVersion.parse(text));
    }

    @Test
    void keyA10DeviceAs10WhateverOptNegSays() {
        DlSettings optNeg = DlSettings.parse("80");

        assertThat(MacVersion.V1_0_2.keying(optNeg)).isEqualTo(Keying.AS_1_0);
        assertThat(MacVersion.V1_1.keying(optNeg)).isEqualTo(Keying.AS_1_1);
        assertThat(MacVersion.V1_1.keying(DlSettings.parse("7F"))).isEqualTo(Keying.AS_1_0);
    }

    @Test
    void takeTheNwkKeyForTheAppKeyWhenA11DeviceIsKeyedAs10() {
        assertThat(MacVersion.V1_1.rootKeyFor(Keying.AS_1_0, SessionKeyType.APP_S_KEY))
                .isEqualTo(RootKeyKind.NWK_KEY);
        assertThat(MacVersion.V1_1.rootKeyFor(Keying.AS_1_1, SessionKeyType.APP_S_KEY))
                .isEqualTo(RootKeyKind.APP_KEY);
        assertThat(MacVersion.V1_0_4.rootKeyFor(Keying.AS_1_0, SessionKeyType.F_NWK_S_INT_KEY))
                .isEqualTo(RootKeyKind.APP_KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "70B3D57ED0000000/40, 70B3D57ED0FFFFFF, true",
        "70B3D57ED0000000/40, 70B3D57ED1000000, false",
        "0000000000000000/0, FFFFFFFFFFFFFFFF, true",
        "70B3D57ED0000001, 70B3D57ED0000001, true",
        "70B3D57ED0000001/64, 70B3D57ED0000000, false",
        "8000000000000000/1, FFFFFFFFFFFFFFFF, true",
    })
    void belongToAPrefix(String prefix, String eui, boolean belongs) {
        assertThat(EuiPrefix.parse(prefix).contains(Eui64.parse(eui))).isEqualTo(belongs);
        assertThat(EuiPrefix.parse(EuiPrefix.parse(prefix).toString()))
                .isEqualTo(EuiPrefix.parse(prefix));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "70B3D57ED0000000/65",
                "70B3D57ED0000000/-1",
                "70B3D57ED0000000/",
                "70B3D57ED0000000/4x",
                "70B3D57ED0000001/40"
            })
    void refuseAPrefixThatIsNone(String text) {
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> EuiPrefix.parse(text));
    }

    @Test
    void findTheCounterThatSixteenBitsStandFor() {
        assertThat(new FCnt(0).atOrAfter(0)).contains(new FCnt(0));
        assertThat(new FCnt(6).atOrAfter(5)).contains(new FCnt(0x10005));
        assertThat(new FCnt(0xffff).atOrAfter(0)).contains(new FCnt(0x10000));
        assertThat(new FCnt(0x1fffe).atOrAfter(0xffff)).contains(new FCnt(0x1ffff));
        assertThat(new FCnt(FCnt.MAX).atOrAfter(0xffff)).contains(new FCnt(FCnt.MAX));
        assertThat(new FCnt(FCnt.MAX).atOrAfter(0)).isEmpty();
        assertThat(new FCnt(FCnt.MAX).next()).isEmpty();
    }
}
