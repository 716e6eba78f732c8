package io.lapwing.lorawan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BackendMessageTest {
    private static final BackendHeader REQUEST =
            new BackendHeader(
                    BackendVersion.V1_1,
                    new PartyId("42ffff"),
                    new PartyId("EC656E0000000000"),
                    0,
                    Eui64.parse("70B3D57ED0000001"),
                    null,
                    Token.parse("01"),
                    null);

    @Test
    void answersGoBackToTheirSenderWithItsTokenAndTransaction() {
        BackendHeader answer = REQUEST.answer();

        assertThat(answer.sender()).isEqualTo(new PartyId("EC656E0000000000"));
        assertThat(answer.receiver()).isEqualTo(new PartyId("42ffff"));
        assertThat(answer.receiverNsid()).isEqualTo(Eui64.parse("70B3D57ED0000001"));
        assertThat(answer.senderNsid()).isNull();
        assertThat(answer.receiverToken()).isEqualTo(Token.parse("01"));
        assertThat(answer.senderToken()).isNull();
        assertThat(answer.transactionId()).isZero();
    }

    @Test
    void partiesKeepTheirSpelling() {
        assertThat(new PartyId("42ffff").netId()).isEqualTo(NetId.parse("42FFFF"));
        assertThat(new PartyId("test-as").toString()).isEqualTo("test-as");
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> new PartyId("test-as").netId());
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> new PartyId(""));
    }

    @Test
    void refusesAnNsidInVersion10() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() ->
                        new BackendHeader(
                                BackendVersion.V1_0,
                                new PartyId("000013"),
                                new PartyId("70B3D57ED0000000"),
                                1,
                                Eui64.parse("70B3D57ED0000001"),
                                null,
                                null,
                                null))
                .withMessageContaining("want ProtocolVersion 1.1");
    }

    @Test
    void refusesATransactionIdOfMoreThan32Bits() {
        PartyId party = new PartyId("000013");

        assertThat(BackendHeader.of(BackendVersion.V1_0, party, party, 3502070497L).transactionId())
                .isEqualTo(3502070497L);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> BackendHeader.of(BackendVersion.V1_0, party, party, 1L << 32));
    }

    @Test
    void bringsContentExactlyWithSuccess() {
        BackendHeader header = REQUEST.answer();
        BackendResult failed = new BackendResult(ResultCode.MIC_FAILED, "MIC does not match");

        assertThat(new BackendMessage.JoinAns(header, failed, null).messageType())
                .isEqualTo("JoinAns");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new BackendMessage.JoinAns(header, BackendResult.SUCCESS, null));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() ->
                        new BackendMessage.HomeNsAns(header, failed, NetId.parse("000013"), null))
                .withMessageContaining("content goes with Success alone");
    }

    @Test
    void refusesAKeyInTheClear() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new KeyEnvelope("", Bytes.of(new byte[24])));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new KeyEnvelope("ns:000013", Bytes.of(new byte[16])))
                .withMessageContaining("want 24");
    }

    @ParameterizedTest
    @CsvSource({
        "FRAME_REPLAYED, JoinReqFailed, FrameReplayed",
        "MALFORMED_MESSAGE, MalformedRequest, MalformedMessage",
        "MALFORMED_REQUEST, MalformedRequest, MalformedMessage",
        "NO_ACTION, Other, NoAction",
        "UNKNOWN_RECEIVER, UnkownReceiver, UnkownReceiver",
        "MIC_FAILED, MICFailed, MICFailed",
    })
    void speaksTheCallersVersion(ResultCode code, String in10, String in11) {
        assertThat(code.forCaller(BackendVersion.V1_0).toString()).isEqualTo(in10);
        assertThat(code.forCaller(BackendVersion.V1_1).toString()).isEqualTo(in11);
    }

    @ParameterizedTest
    @EnumSource(ResultCode.class)
    void readsEveryCodeThatItWrites(ResultCode code) {
        assertThat(ResultCode.parse(code.toString())).isEqualTo(code);
    }

    @Test
    void takesTheRightSpellingOfTheMisspeltCode() {
        assertThat(ResultCode.parse("UnknownReceiver")).isEqualTo(ResultCode.UNKNOWN_RECEIVER);
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> ResultCode.parse("success"));
    }

    @Test
    void namesItsVersions() {
        assertThat(BackendVersion.parse("1.1")).isEqualTo(BackendVersion.V1_1);
        assertThat(BackendVersion.V1_0.toString()).isEqualTo("1.0");
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> BackendVersion.parse("1.2"));
    }
}
