package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A COSE_Sign1 (RFC 9052 §4.2), tagged, over a payload that is elsewhere (detached): what a signature says of itself, and the
/// signature.
///
/// @param protectedHeader the octets that were signed (§3)
/// @param unprotectedHeader an encoded map
/// @param signature over [#toBeSigned], 1 to 512 octets
public record CoseSign1(Bytes protectedHeader, Bytes unprotectedHeader, Bytes signature) {
    /// §4.2.
    static final int TAG = 18;

    private static final int PARTS = 4;

    /// The largest signature that is read, so that one of an algorithm unknown here can be told as such.
    private static final int LARGEST_SIGNATURE_BYTES = 512;

    /// @throws Fault `BAD_INPUT` for headers that break a rule
    public CoseSign1 {
        CoseHeader.read(protectedHeader, unprotectedHeader);
    }

    /// Signs a payload, with the key's identifier among what is signed.
    ///
    /// @throws Fault `INTERNAL` when the signer's signature is not one by its key
    public static CoseSign1 sign(Bytes payload, Signer signer) {
        SignerKey key = signer.key();
        Bytes header = CoseHeader.of(key);
        Bytes message = structure(header, payload);
        Bytes signature = signer.sign(message);
        if (!key.verifies(message, signature)) {
            throw new Fault(
                    Fault.Kind.INTERNAL,
                    "signature by " + key.id() + " does not verify: want one by that key");
        }
        return new CoseSign1(header, CoseHeader.EMPTY_MAP, signature);
    }

    /// Reads one, and nothing behind it.
    ///
    /// @throws Fault `BAD_INPUT` for what is none, or has its payload inside
    public static CoseSign1 parse(Bytes encoded) {
        var in = new CborReader(encoded);
        in.tag("signature block", TAG);
        int parts = in.array("signature block", PARTS);
        if (parts != PARTS) {
            throw Fault.badInput("signature block of " + parts + " parts: want " + PARTS);
        }
        Bytes signed = in.octets("protected header", 0, CoseHeader.LARGEST_BYTES);
        Bytes unsigned = in.value("unprotected header");
        in.nothing("payload");
        Bytes signature = in.octets("signature", 1, LARGEST_SIGNATURE_BYTES);
        in.end();
        return new CoseSign1(signed, unsigned, signature);
    }

    public Bytes encode() {
        return new CborWriter()
                .tag(TAG)
                .array(PARTS)
                .octets(protectedHeader)
                .raw(unprotectedHeader)
                .nothing()
                .octets(signature)
                .done();
    }

    CoseHeader header() {
        return CoseHeader.read(protectedHeader, unprotectedHeader);
    }

    /// Sig_structure (§4.4): what the signature is over, without external data.
    Bytes toBeSigned(Bytes payload) {
        return structure(protectedHeader, payload);
    }

    private static Bytes structure(Bytes protectedHeader, Bytes payload) {
        return new CborWriter()
                .array(PARTS)
                .text("Signature1")
                .octets(protectedHeader)
                .octets(Bytes.EMPTY)
                .octets(payload)
                .done();
    }
}
