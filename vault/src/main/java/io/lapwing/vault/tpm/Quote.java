package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// What a TPM says of its state, signed (Part 2, TPMS_ATTEST of TPMS_QUOTE_INFO). Says nothing until
/// [AttestationPublic#check] has checked it.
///
/// @param attested as the TPM signed it
/// @param signature 64 octets of ECDSA or 256 of RSASSA
public record Quote(Bytes attested, Bytes signature) {
    /// Of a nonce of 32 octets and 24 PCRs, with room.
    private static final int LONGEST_BYTES = 256;

    private static final int RSA_BYTES = 256;

    public Quote {
        if (attested.length() > LONGEST_BYTES
                || (signature.length() != Signatures.ECDSA_BYTES
                        && signature.length() != RSA_BYTES)) {
            throw Fault.badInput(
                    "quote of %d bytes signed with %d: want at most %d, and %d or %d"
                            .formatted(
                                    attested.length(),
                                    signature.length(),
                                    LONGEST_BYTES,
                                    Signatures.ECDSA_BYTES,
                                    RSA_BYTES));
        }
    }

    /// Attested behind two octets of length, then the signature.
    public Bytes encode() {
        try (Encoder encoder = new Encoder()) {
            return encoder.sized(attested).raw(signature).toBytes();
        }
    }

    /// Of what [#encode] gave.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    public static Quote parse(Bytes encoded) {
        Decoder decoder = Decoder.ofInput("quote", encoded);
        return new Quote(decoder.sized(), decoder.rest());
    }
}
