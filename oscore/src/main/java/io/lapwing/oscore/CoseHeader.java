package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the two headers of a COSE message say (RFC 9052 §3). A label that nobody calls critical may be unknown.
///
/// @param algorithm its registered number; whether it is known here is another question
/// @param keyId the signer's identifier for its key, in either header
/// @param criticalUnknown labels which the signer says must be understood, and which are not
record CoseHeader(long algorithm, Optional<Bytes> keyId, List<Long> criticalUnknown) {
    /// Of one header.
    static final int LARGEST_BYTES = 128;

    static final Bytes EMPTY_MAP = new CborWriter().map(0).done();

    // §3.1.
    private static final int ALGORITHM = 1;
    private static final int CRITICAL = 2;
    private static final int KEY_ID = 4;

    private static final int LARGEST_KEY_ID_BYTES = 64;
    private static final int MOST_LABELS = 8;

    CoseHeader {
        criticalUnknown = List.copyOf(criticalUnknown);
    }

    /// The protected header of a signature by this key.
    static Bytes of(SignerKey key) {
        return new CborWriter()
                .map(2)
                .number(ALGORITHM)
                .number(key.algorithm().number())
                .number(KEY_ID)
                .octets(key.id())
                .done();
    }

    /// @param signed octets; none for an empty header (§3)
    /// @param unsigned an encoded map
    static CoseHeader read(Bytes signed, Bytes unsigned) {
        var labels = new Labels();
        if (signed.length() > 0) {
            var in = new CborReader(signed);
            in.map("protected header", MOST_LABELS, label -> labels.signed(label, in));
            in.end();
        }
        var in = new CborReader(unsigned);
        in.map("unprotected header", MOST_LABELS, label -> labels.unsigned(label, in));
        in.end();
        return labels.header();
    }

    private static final class Labels {
        private @Nullable Long algorithm;
        private @Nullable Bytes keyId;
        private final List<Long> criticalUnknown = new ArrayList<>();

        void signed(long label, CborReader in) {
            if (label == ALGORITHM) {
                algorithm = in.integer("algorithm", Integer.MIN_VALUE, Integer.MAX_VALUE);
            } else if (label == CRITICAL) {
                critical(in);
            } else {
                keyIdOrOther(label, in);
            }
        }

        void unsigned(long label, CborReader in) {
            if (label == ALGORITHM || label == CRITICAL) {
                throw Fault.badInput(
                        "label %d in the unprotected header: want it signed".formatted(label));
            }
            keyIdOrOther(label, in);
        }

        private void critical(CborReader in) {
            int labels = in.array("critical labels", MOST_LABELS);
            if (labels == 0) {
                throw Fault.badInput("critical labels: none: want one or more");
            }
            for (int i = 0; i < labels; i++) {
                long label = in.integer("critical label", Integer.MIN_VALUE, Integer.MAX_VALUE);
                if (label != ALGORITHM && label != KEY_ID) {
                    criticalUnknown.add(label);
                }
            }
        }

        private void keyIdOrOther(long label, CborReader in) {
            if (label != KEY_ID) {
                in.value("header label " + label);
            } else if (keyId == null) {
                keyId = in.octets("key identifier", 1, LARGEST_KEY_ID_BYTES);
            } else {
                throw Fault.badInput("key identifier in both headers: want it once");
            }
        }

        CoseHeader header() {
            if (algorithm == null) {
                throw Fault.badInput("no algorithm in the protected header: want one");
            }
            return new CoseHeader(algorithm, Optional.ofNullable(keyId), criticalUnknown);
        }
    }
}
