package io.lapwing.trust;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.tpm.Tpm;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// What is printed on a node's box and typed in at the Central Entity: its number, and its one-time access key.
///
/// The text form is six groups of six characters: `0H0000-…`. In each, five characters are of the label (Crockford's 32
/// digits and letters, without I, L, O and U) and the sixth checks them and the group's place: every single wrong
/// character is found, two exchanged ones, and groups in the wrong order; and it is said which group it is. The 150 bits are the
/// number (16), the access key (128), and six zeros that tell this form from later ones.
///
/// @param node 1 to 65534
/// @param accessKey closed with this
public record NodeLabel(NodeId node, AccessKey accessKey) implements AutoCloseable {
    /// The largest number, so that it is an address of the radio link too.
    public static final int LARGEST_NUMBER = 65_534;

    static final int LENGTH_BYTES = 2 + AccessKey.LENGTH_BYTES;

    private static final int NUMBER_BYTES = 2;
    private static final int BITS_PER_DIGIT = 5;

    public NodeLabel {
        if (node.value() < 1 || node.value() > LARGEST_NUMBER) {
            throw Fault.badInput(
                    "number of a node " + node + ": want 1 to " + LARGEST_NUMBER + " on a label");
        }
    }

    /// A new label, whose access key the node's TPM draws (TPM2_GetRandom).
    public static NodeLabel make(NodeId node, Tpm tpm) {
        return new NodeLabel(node, new AccessKey(tpm.random(AccessKey.LENGTH_BYTES)));
    }

    /// Number and access key, 18 octets; the caller closes it.
    Secret octets() {
        byte[] octets = new byte[LENGTH_BYTES];
        octets[0] = (byte) (node.value() >>> Byte.SIZE);
        octets[1] = (byte) node.value();
        byte[] key = accessKey.secret().use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        System.arraycopy(key, 0, octets, NUMBER_BYTES, key.length);
        Arrays.fill(key, (byte) 0);
        return Secret.take(octets);
    }

    /// Of what [#octets] gave.
    ///
    /// @param octets wiped
    static NodeLabel of(byte[] octets) {
        int number = (octets[0] & 0xff) << Byte.SIZE | (octets[1] & 0xff);
        Secret key = Secret.take(Arrays.copyOfRange(octets, NUMBER_BYTES, octets.length));
        Arrays.fill(octets, (byte) 0);
        try {
            return new NodeLabel(new NodeId(number), new AccessKey(key));
        } catch (Fault e) {
            key.close();
            throw e;
        }
    }

    /// The text form, for print: whoever reads it can join in the node's place. The caller wipes it.
    public char[] text() {
        byte[] digits = new byte[LabelText.DIGITS];
        try (Secret secret = octets()) {
            byte[] octets = secret.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
            for (int i = 0; i < digits.length; i++) {
                digits[i] = digit(octets, i);
            }
            Arrays.fill(octets, (byte) 0);
            return LabelText.write(digits);
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }

    /// Five bits, the first ones first; zeros beyond the end.
    private static byte digit(byte[] octets, int index) {
        int digit = 0;
        for (int i = index * BITS_PER_DIGIT; i < (index + 1) * BITS_PER_DIGIT; i++) {
            int bit =
                    i < octets.length * Byte.SIZE
                            ? octets[i / Byte.SIZE] >> (Byte.SIZE - 1 - i % Byte.SIZE) & 1
                            : 0;
            digit = digit << 1 | bit;
        }
        return (byte) digit;
    }

    /// Reads what was typed: in upper or lower case, with any spaces and hyphens, O for 0 and I or L for 1.
    ///
    /// @throws Fault `BAD_INPUT` that says which group is wrong, and tells nothing of what was typed
    public static NodeLabel parse(CharSequence typed) {
        byte[] digits = LabelText.read(typed);
        byte[] octets = new byte[LENGTH_BYTES];
        int beyond = 0;
        for (int i = 0; i < digits.length * BITS_PER_DIGIT; i++) {
            int bit = digits[i / BITS_PER_DIGIT] >> (BITS_PER_DIGIT - 1 - i % BITS_PER_DIGIT) & 1;
            if (i < octets.length * Byte.SIZE) {
                octets[i / Byte.SIZE] |= (byte) (bit << (Byte.SIZE - 1 - i % Byte.SIZE));
            } else {
                beyond |= bit;
            }
        }
        Arrays.fill(digits, (byte) 0);
        if (beyond != 0) {
            Arrays.fill(octets, (byte) 0);
            throw Fault.badInput("label of a later form: want one that this version knows");
        }
        return of(octets);
    }

    @Override
    public void close() {
        accessKey.close();
    }
}
