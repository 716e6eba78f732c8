package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a client of the field reads answers: each gives up on what it does not expect, and these are its expectations. The
/// sources are those of the vectors `ts002-8-clients.json`.
enum FieldReader {
    /// Types of fixed length in the header; texts of any value in the result; an empty KEKLabel would mean a clear key.
    THE_THINGS_STACK {
        @Override
        void check(Map<?, ?> answer) {
            assertThat(text(answer, "SenderID")).matches(EUI_64);
            assertThat(answer.get("TransactionID")).isEqualTo(0);
            if (!text(answer, "MessageType").equals("AppSKeyAns")) {
                assertThat(text(answer, "ReceiverID")).matches("[0-9A-Fa-f]{6}");
            }
            if (answer.containsKey("ReceiverNSID")) {
                assertThat(text(answer, "ReceiverNSID")).matches(EUI_64);
            }
        }

        @Override
        void checkGranted(Map<?, ?> answer) {}
    },

    /// Enumerations without a way out: a message type or result code that is not listed fails the join. What it does not
    /// make optional must be there.
    CHIRPSTACK {
        @Override
        void check(Map<?, ?> answer) {
            assertThat(text(answer, "SenderID")).matches(OCTETS);
            assertThat(text(answer, "ReceiverID")).matches(OCTETS);
            assertThat(CHIRPSTACK_TYPES).contains(text(answer, "MessageType"));
            assertThat(CHIRPSTACK_CODES).contains(code(answer));
        }

        @Override
        void checkGranted(Map<?, ?> answer) {
            REQUIRED.getOrDefault(text(answer, "MessageType"), List.of())
                    .forEach(field -> assertThat(text(answer, field)).matches(OCTETS));
        }
    };

    private static final String OCTETS = "(0x)?([0-9A-Fa-f]{2})+";
    private static final String EUI_64 = "(0x)?[0-9A-Fa-f]{16}";
    private static final long MAX_LIFETIME_S = 0xffffffffL;

    private static final Set<String> CHIRPSTACK_TYPES =
            Set.of("JoinAns", "RejoinAns", "AppSKeyAns", "HomeNSAns");

    /// Neither FrameReplayed nor NoAction nor MalformedMessage.
    private static final Set<String> CHIRPSTACK_CODES =
            Set.of(
                    "Success",
                    "MICFailed",
                    "JoinReqFailed",
                    "NoRoamingAgreement",
                    "DevRoamingDisallowed",
                    "RoamingActDisallowed",
                    "ActivationDisallowed",
                    "UnknownDevEUI",
                    "UnknownDevAddr",
                    "UnknownSender",
                    "UnknownReceiver",
                    "UnkownReceiver",
                    "Deferred",
                    "XmitFailed",
                    "InvalidFPort",
                    "InvalidProtocolVersion",
                    "StaleDeviceProfile",
                    "MalformedRequest",
                    "FrameSizeError",
                    "Other");

    private static final Map<String, List<String>> REQUIRED =
            Map.of(
                    "JoinAns",
                    List.of("PHYPayload"),
                    "RejoinAns",
                    List.of("PHYPayload"),
                    "AppSKeyAns",
                    List.of("DevEUI", "SessionKeyID"),
                    "HomeNSAns",
                    List.of("HNetID"));

    abstract void check(Map<?, ?> answer);

    abstract void checkGranted(Map<?, ?> answer);

    /// The answer, if the client takes it.
    Map<?, ?> read(Bytes body) {
        Map<?, ?> answer = Json.strict().build().read(body, Map.class);
        assertThat(text(answer, "ProtocolVersion")).matches("1\\.[01]");
        check(answer);
        if (code(answer).equals("Success")) {
            checkGranted(answer);
        }
        if (answer.containsKey("Lifetime")) {
            assertThat(((Number) value(answer, "Lifetime")).longValue())
                    .isBetween(0L, MAX_LIFETIME_S);
        }
        return answer;
    }

    static String code(Map<?, ?> answer) {
        return text((Map<?, ?>) value(answer, "Result"), "ResultCode");
    }

    /// What is wrapped in an envelope under this label.
    static Bytes wrapped(Map<?, ?> answer, String field, String label) {
        Map<?, ?> envelope = (Map<?, ?>) value(answer, field);
        assertThat(text(envelope, "KEKLabel")).isEqualTo(label);
        return Bytes.hex(text(envelope, "AESKey"));
    }

    static String text(Map<?, ?> answer, String field) {
        return (String) value(answer, field);
    }

    private static Object value(Map<?, ?> answer, String field) {
        @Nullable Object value = answer.get(field);
        if (value == null) {
            throw new AssertionError("no " + field + " in " + answer);
        }
        return value;
    }
}
