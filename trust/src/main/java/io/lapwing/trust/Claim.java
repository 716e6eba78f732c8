package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A reading that came under a session key, and is not proven yet.
///
/// @param statement what its sender's state key must have signed
record Claim(NodeId sender, Reading reading, Bytes statement, Bytes signature) {
    /// What is bound to a reading of these octets.
    interface Statement {
        Bytes over(Bytes values);
    }

    /// Values and signature, as they are encrypted.
    static Bytes write(Reading reading, Statement statement, StateKey key) {
        Bytes values = reading.encode();
        return Bytes.concat(values, key.sign(statement.over(values)));
    }

    /// Of what [#write] gave.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    static Claim read(NodeId sender, Bytes plain, Statement statement) {
        int end = plain.length() - VerificationKey.SIGNATURE_BYTES;
        if (end < 1) {
            throw Fault.badInput(
                    "reading of %d bytes: want values and a signature of %d"
                            .formatted(plain.length(), VerificationKey.SIGNATURE_BYTES));
        }
        Bytes values = plain.slice(0, end);
        return new Claim(
                sender,
                Reading.parse(values),
                statement.over(values),
                plain.slice(end, plain.length()));
    }

    boolean isBy(VerificationKey key) {
        return key.verifies(statement, signature);
    }
}
