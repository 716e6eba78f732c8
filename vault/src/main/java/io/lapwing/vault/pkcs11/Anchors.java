package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.Anchor;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The anchor in the token, as private data objects of which the newest that carries a true tag counts. A new one is
/// written before an old one goes, and the two newest stay, so that there is a valid one at every moment.
///
/// The value: epoch and audit size in 8 octets each, big-endian, then the audit root, then an AES-CMAC over all of it
/// under the anchor key, 16 octets.
final class Anchors {
    private static final int HEAD_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final int KEPT = 2;

    private static final Comparator<Anchor> BY_AGE =
            Comparator.comparingLong(Anchor::epoch).thenComparingLong(Anchor::auditSize);

    private record Stored(long object, Anchor anchor) {}

    private final TokenSession session;
    private final long macKey;

    Anchors(TokenSession session, long macKey) {
        this.session = session;
        this.macKey = macKey;
    }

    /// Newest of all.
    ///
    /// @throws Fault `TAMPERED` when no anchor in the token carries a true tag
    Anchor newest() {
        List<Stored> valid = valid();
        if (valid.isEmpty()) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "the token holds no valid anchor: it was deleted, or the token restored in part");
        }
        return valid.getFirst().anchor();
    }

    /// Writes a newer anchor; one equal to the newest is already there.
    ///
    /// @throws Fault `CONFLICT` when it is older than the newest, or differs from it at the same size
    void advance(Anchor anchor) {
        Anchor newest = newest();
        if (anchor.equals(newest)) {
            return;
        }
        anchor.requireNotOlderThan(newest);
        write(anchor);
        List<Long> kept = valid().stream().limit(KEPT).map(Stored::object).toList();
        for (long object : KeyRing.all(session, Ck.CKO_DATA, Templates.ANCHOR)) {
            if (!kept.contains(object)) {
                session.destroy(object);
            }
        }
    }

    /// Adds an anchor to those in the token.
    void write(Anchor anchor) {
        byte[] head =
                ByteBuffer.allocate(HEAD_BYTES)
                        .putLong(anchor.epoch())
                        .putLong(anchor.auditSize())
                        .array();
        Bytes content = Bytes.concat(Bytes.of(head), anchor.auditRoot());
        Bytes value = Bytes.concat(content, tag(content));
        try (Arena arena = Arena.ofConfined()) {
            session.create(Templates.data(arena, Templates.ANCHOR, value));
        }
    }

    /// The valid anchors, newest first.
    private List<Stored> valid() {
        List<Stored> valid = new ArrayList<>();
        for (long object : KeyRing.all(session, Ck.CKO_DATA, Templates.ANCHOR)) {
            Bytes value = session.attribute(object, Ck.CKA_VALUE);
            int end = value.length() - TAG_BYTES;
            if (end >= HEAD_BYTES && tag(value.slice(0, end)).equals(value.slice(end, end + 16))) {
                ByteBuffer head = ByteBuffer.wrap(value.toArray());
                valid.add(
                        new Stored(
                                object,
                                new Anchor(
                                        head.getLong(),
                                        head.getLong(),
                                        value.slice(HEAD_BYTES, end))));
            }
        }
        valid.sort(Comparator.comparing(Stored::anchor, BY_AGE).reversed());
        return valid;
    }

    private Bytes tag(Bytes content) {
        return session.sign(Mechanism.AES_CMAC, macKey, content);
    }
}
