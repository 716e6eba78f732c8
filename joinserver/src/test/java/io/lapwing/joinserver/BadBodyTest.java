package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.service.AuditEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies that are no request: each has its code and one audit record, and changes nothing.
final class BadBodyTest {
    private final World world = new World();

    private String good(BackendVersion protocol) {
        world.device(MacVersion.V1_0_4);
        Bytes body = world.codec.encode(world.joinReq(protocol, MacVersion.V1_0_4, 1));
        return new String(body.toArray(), StandardCharsets.UTF_8);
    }

    private String post(String body) {
        return post(body, 200);
    }

    private String post(String body, int status) {
        Bytes octets = Bytes.of(body.getBytes(StandardCharsets.UTF_8));
        JoinServer.Reply reply = world.server().answer(World.NETWORK_SERVER, octets);
        assertThat(reply.status()).isEqualTo(status);
        return new String(reply.body().toArray(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown field | \"RxDelay\":5 | \"RxDelay\":5,\"Extra\":1",
                "field twice | \"RxDelay\":5 | \"RxDelay\":5,\"RxDelay\":6",
                "missing field | \"DevAddr\":\"2601147D\", | ",
                "null | \"RxDelay\":5 | \"RxDelay\":null",
                "text for a number | \"RxDelay\":5 | \"RxDelay\":\"5\"",
                "number for text | \"DevAddr\":\"2601147D\" | \"DevAddr\":2601147",
                "fraction | \"RxDelay\":5 | \"RxDelay\":5.5",
                "RxDelay of 16 | \"RxDelay\":5 | \"RxDelay\":16",
                "negative RxDelay | \"RxDelay\":5 | \"RxDelay\":-1",
                "DevEUI too short | 70B3D57ED0000101 | 70B3D57ED00001",
                "DevEUI not hexadecimal | 70B3D57ED0000101 | 70B3D57ED000010Z",
                "DLSettings of two bytes | \"DLSettings\":\"13\" | \"DLSettings\":\"1313\"",
                "CFList of 15 bytes | \"RxDelay\":5 | \"RxDelay\":5,\"CFList\":\"000000000000000000000000000000\"",
                "MACVersion that does not exist | \"MACVersion\":\"1.0.4\" | \"MACVersion\":\"1.0.40\"",
                "odd hexadecimal digits | \"PHYPayload\":\"00 | \"PHYPayload\":\"0",
                "something after it | \"RxDelay\":5} | \"RxDelay\":5} {}",
            })
    void refusesWhatIsNotAsSpecified(String name, String part, String wrong) {
        String body = good(BackendVersion.V1_0);
        assertThat(body).contains(part);

        String answer = post(body.replace(part, wrong == null ? "" : wrong));

        assertThat(answer)
                .contains("\"ResultCode\":\"MalformedRequest\"")
                .contains("\"MessageType\":\"JoinAns\"");
        assertOnlyAudited("malformed");
    }

    @Test
    void saysMalformedMessageToA11Sender() {
        String body = good(BackendVersion.V1_1).replace("\"RxDelay\":5", "\"RxDelay\":99");

        String answer = post(body);

        assertThat(answer)
                .contains("\"ResultCode\":\"MalformedMessage\"")
                .contains("\"ProtocolVersion\":\"1.1\"");
        assertOnlyAudited("malformed");
    }

    @Test
    void echoesWhatItCouldReadOfABrokenHeader() {
        String body =
                good(BackendVersion.V1_0)
                        .replace("\"TransactionID\":0", "\"TransactionID\":4711")
                        .replace("\"RxDelay\":5", "\"RxDelay\":99,\"SenderToken\":\"AB\"");

        String answer = post(body);

        assertThat(answer)
                .contains("\"TransactionID\":4711")
                .contains("\"SenderID\":\"70B3D57ED0000000\"")
                .contains("\"ReceiverID\":\"000013\"")
                .contains("\"ReceiverToken\":\"AB\"");
    }

    @ParameterizedTest
    @CsvSource({"2.0", "1.2", "1", "1.0.0"})
    void refusesAnotherProtocolVersion(String version) {
        String body =
                good(BackendVersion.V1_0)
                        .replace(
                                "\"ProtocolVersion\":\"1.0\"",
                                "\"ProtocolVersion\":\"" + version + "\"");

        String answer = post(body);

        assertThat(answer).contains("\"ResultCode\":\"InvalidProtocolVersion\"");
        assertOnlyAudited("protocol-version");
    }

    @Test
    void refusesAMessageOfAnotherVersionForItsVersionEvenIfItHasOtherFields() {
        String body =
                good(BackendVersion.V1_0)
                        .replace(
                                "\"ProtocolVersion\":\"1.0\"",
                                "\"ProtocolVersion\":\"2.0\",\"New\":1");

        String answer = post(body);

        assertThat(answer).contains("\"ResultCode\":\"InvalidProtocolVersion\"");
        assertOnlyAudited("protocol-version");
    }

    @ParameterizedTest
    @CsvSource({"PRStartReq, PRStartAns", "ProfileReq, ProfileAns"})
    void refusesMessagesThatAreNotForAJoinServerInTheirOwnForm(String request, String answer) {
        String body = good(BackendVersion.V1_0).replace("\"JoinReq\"", "\"" + request + "\"");

        String said = post(body);

        assertThat(said)
                .contains("\"ResultCode\":\"MalformedRequest\"")
                .contains("\"MessageType\":\"" + answer + "\"");
        assertOnlyAudited("malformed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "{", "[]", "null", "{}", "\"JoinReq\"", "{\"MessageType\":1}", "\u0000"})
    void answersAs400WhatIsNoMessageAtAll(String body) {
        String answer = post(body, 400);

        assertThat(answer).contains("\"ResultCode\":\"MalformedRequest\"");
        assertThat(world.devices.audit()).hasSize(1);
        assertThat(world.lastAudit().outcome()).isEqualTo("malformed");
    }

    @Test
    void refusesAPhyPayloadOfNoBytesForItsSize() {
        String body =
                good(BackendVersion.V1_0)
                        .replaceFirst("\"PHYPayload\":\"[0-9A-F]+\"", "\"PHYPayload\":\"\"");

        String answer = post(body);

        assertThat(answer).contains("\"ResultCode\":\"FrameSizeError\"");
        assertOnlyAudited("frame-size");
    }

    @Test
    void neverRepeatsAValueOfTheBodyInTheAuditLog() {
        String body = good(BackendVersion.V1_0).replace("\"1.0.4\"", "\"canary-7f3a\"");

        post(body);

        assertThat(world.devices.audit().toString()).doesNotContain("canary");
    }

    private void assertOnlyAudited(String outcome) {
        assertThat(world.devices.commits()).isZero();
        assertThat(world.devices.audit()).hasSize(1);
        AuditEvent event = world.lastAudit();
        assertThat(event.outcome()).isEqualTo(outcome);
        assertThat(event.actor()).isEqualTo("peer:acme-ns");
        assertThat(event.action()).isEqualTo("message.refuse");
    }
}
