package io.lapwing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AuditEncodingTest {
    private static final AuditEvent EVENT =
            new AuditEvent(
                    Instant.parse("2026-01-02T03:04:05.678901234Z"),
                    "peer:acme-ns",
                    "join.refuse",
                    "70B3D57ED0000001",
                    "mic-failed",
                    new TreeMap<>(Map.of("netId", "000013", "ü", "\u0000€😀")));

    private static ByteBuffer buffer(Bytes octets) {
        return ByteBuffer.wrap(octets.toArray());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Bytes encoded = AuditEncoding.encode(EVENT);

        assertThat(AuditEncoding.decode(buffer(encoded))).isEqualTo(EVENT);
    }

    @Test
    void isTheDocumentedForm() {
        AuditEvent event =
                new AuditEvent(
                        Instant.ofEpochSecond(-1, 300),
                        "a",
                        "b",
                        "",
                        "done",
                        new TreeMap<>(Map.of("k", "v")));

        Bytes encoded = AuditEncoding.encode(event);

        assertThat(encoded)
                .isEqualTo(Bytes.hex("0101AC020161016200" + "04646F6E65" + "01016B0176"));
    }

    @Test
    void orderOfDetailsDoesNotMatter() {
        TreeMap<String, String> turned = new TreeMap<>(Comparator.reverseOrder());
        turned.putAll(EVENT.details());
        AuditEvent same =
                new AuditEvent(
                        EVENT.at(),
                        EVENT.actor(),
                        EVENT.action(),
                        EVENT.object(),
                        EVENT.outcome(),
                        turned);

        assertThat(AuditEncoding.encode(same)).isEqualTo(AuditEncoding.encode(EVENT));
    }

    @Test
    void recordsFollowOneAnother() {
        Bytes one = AuditEncoding.encode(EVENT);
        ByteBuffer two = buffer(Bytes.concat(one, one));

        AuditEvent first = AuditEncoding.decode(two);
        AuditEvent second = AuditEncoding.decode(two);

        assertThat(first).isEqualTo(second);
        assertThat(two.hasRemaining()).isFalse();
    }

    @Test
    void refusesEveryTruncation() {
        Bytes encoded = AuditEncoding.encode(EVENT);

        for (int length = 0; length < encoded.length(); length++) {
            ByteBuffer cut = buffer(encoded.slice(0, length));
            assertThatThrownBy(() -> AuditEncoding.decode(cut))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
        }
    }

    @Test
    void refusesNumbersWithLeadingZeros() {
        ByteBuffer padded =
                buffer(Bytes.hex("018100" + "AC02" + "0161016200" + "04646F6E65" + "00"));

        assertThatThrownBy(() -> AuditEncoding.decode(padded))
                .hasMessageContaining("not in canonical form");
    }

    @Test
    void refusesTextThatIsNoUnicode() {
        assertThatThrownBy(
                        () -> new AuditEvent(EVENT.at(), "a\ud800", "b", "c", "d", new TreeMap<>()))
                .hasMessageContaining("not Unicode");
    }
}
