package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.joinserver.BackendCodec.Decoded;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class BackendCodecTest {
    private static final String GOOD =
            """
            {"ProtocolVersion":"1.0","TransactionID":0,"MessageType":"JoinReq","SenderID":"42FFFF",
             "ReceiverID":"70B3D57ED0000000","MACVersion":"1.0.3",
             "PHYPayload":"00000000D07ED5B370080706050403020100003851F0B6","DevEUI":"0102030405060708",
             "DevAddr":"01020304","DLSettings":"00","RxDelay":5}\
            """;

    private final BackendCodec codec = new BackendCodec();

    static List<Vectors.Body> requests() {
        return Vectors.bodies().requests();
    }

    static List<Vectors.Body> answers() {
        return Vectors.bodies().answers();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void readsWhatNetworkServersOfTheFieldSend(Vectors.Body vector) {
        Decoded decoded = codec.decode(utf8(vector.body()));

        assertThat(decoded).isInstanceOf(Decoded.Good.class);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void writesARequestThatReadsTheSame(Vectors.Body vector) {
        Request request = good(vector.body());

        Decoded again = codec.decode(codec.encode(request));

        assertThat(again).isEqualTo(new Decoded.Good(request));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void writesAnAnswerThatReadsTheSame(Vectors.Body vector) {
        Answer answer = codec.answers().decode(utf8(vector.body()));

        Answer again = codec.answers().decode(codec.answers().encode(answer));

        assertThat(again).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0.0",
        "1.0.0, 1.0.0",
        "1.0.1, 1.0.1",
        "1.0.2, 1.0.2",
        "1.0.3, 1.0.3",
        "1.0.4, 1.0.4",
        "1.1, 1.1",
        "1.1.0, 1.1"
    })
    void readsEverySpellingOfAMacVersion(String written, String meant) {
        Request request = good(GOOD.replace("1.0.3", written));

        assertThat(request)
                .isInstanceOfSatisfying(
                        JoinReq.class,
                        req ->
                                assertThat(req.terms().macVersion())
                                        .isEqualTo(MacVersion.parse(meant)));
    }

    @Test
    void echoesThePartiesAsTheyWereWritten() {
        Request request = good(GOOD.replace("42FFFF", "0x42ffff"));

        assertThat(request.header().answer().receiver().text()).isEqualTo("0x42ffff");
        assertThat(request.header().answer().sender().text()).isEqualTo("70B3D57ED0000000");
    }

    @Test
    void takesAnNsidFromA10SenderAndDoesNotKeepIt() {
        Request request =
                good(
                        GOOD.replace(
                                "\"RxDelay\":5",
                                "\"RxDelay\":5,\"SenderNSID\":\"0000000000000001\""));

        assertThat(request.header().senderNsid()).isNull();
    }

    @Test
    void keepsTheNsidOfA11Sender() {
        Request request =
                good(
                        GOOD.replace("\"1.0\"", "\"1.1\"")
                                .replace(
                                        "\"RxDelay\":5",
                                        "\"RxDelay\":5,\"SenderNSID\":\"0000000000000001\""));

        assertThat(request.header().version()).isEqualTo(BackendVersion.V1_1);
        assertThat(request.header().senderNsid()).isEqualTo(new Eui64(1));
    }

    private Request good(String body) {
        return switch (codec.decode(utf8(body))) {
            case Decoded.Good good -> good.request();
            case Decoded.Bad bad -> throw new AssertionError(bad.refusal().toString());
        };
    }

    private static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
