package io.lapwing.radio;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Procedures of a trusted environment as messages between a Central Entity and its nodes, to measure a link by.
///
/// The lengths are those of the procedures' parts: public areas, duplicates and wrapped keys of a TPM 2.0, each message with
/// 12 octets of counter and tag; EDHOC with pre-shared keys as 37 + 35 + 11 + 9.
public enum Exchange {
    /// Joining with RSA-2048 public areas, the list of 10 nodes, and another node's receipt of the list.
    JOIN_RSA("join, RSA TPM blobs", joining(List.of(36, 44, 328, 328))),
    /// Joining by EDHOC with a pre-shared key, then as above.
    JOIN_EDHOC("join, EDHOC-PSK", joining(List.of(37, 35, 11, 9))),
    /// Direct key translation with a duplicate under RSA-2048.
    KEYS_RSA("key distribution, RSA TPM", distributing(474)),
    /// Direct key translation with a duplicate under P-256, without what both sides know.
    KEYS_ECC("key distribution, ECC compact", distributing(193)),
    /// Direct key translation of a key under an AEAD.
    KEYS_AEAD("key distribution, AEAD only", distributing(54));

    /// Who sends how much to whom: 0 is the Central Entity.
    public record Leg(int from, int to, int bytes) {}

    private static final int LIST_BYTES = 60;
    private static final int RECEIPT_BYTES = 2;
    private static final int CONFIRMATION_BYTES = 24;

    private final String title;

    // Made by List.of and toList, which nobody can change; its type does not say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Leg> legs;

    Exchange(String title, List<Leg> legs) {
        this.title = title;
        this.legs = legs;
    }

    private static List<Leg> joining(List<Integer> handshake) {
        List<Leg> turns =
                IntStream.range(0, handshake.size())
                        .mapToObj(i -> new Leg((i + 1) % 2, i % 2, handshake.get(i)))
                        .toList();
        return Stream.concat(
                        turns.stream(),
                        Stream.of(new Leg(0, 1, LIST_BYTES), new Leg(2, 0, RECEIPT_BYTES)))
                .toList();
    }

    private static List<Leg> distributing(int keyBytes) {
        return List.of(
                new Leg(1, 0, keyBytes),
                new Leg(0, 2, keyBytes),
                new Leg(2, 0, CONFIRMATION_BYTES),
                new Leg(0, 1, CONFIRMATION_BYTES),
                new Leg(1, 2, CONFIRMATION_BYTES),
                new Leg(2, 1, CONFIRMATION_BYTES));
    }

    public String title() {
        return title;
    }

    /// What no link can do without: the fewest frames of [LinkFrame#OVERHEAD_BYTES], none lost, none acknowledged, and no time
    /// between them. A receipt counts as an acknowledgement.
    public long boundNs(Modulation modulation) {
        LinkSettings link = LinkSettings.of(modulation);
        return legs.stream()
                .filter(leg -> leg.bytes() != RECEIPT_BYTES)
                .mapToLong(leg -> link.leastAirTimeNs(leg.bytes()))
                .sum();
    }

    /// In the order in which they happen.
    public List<Leg> legs() {
        return legs;
    }
}
