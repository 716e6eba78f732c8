package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;

/// The public part of an object (Part 2, TPMT_PUBLIC).
///
/// @param policy the digest of its policy, 32 octets, or none
/// @param unique what only this object has: X and Y of a point, a modulus or a digest, without lengths
record PublicArea(Template template, Bytes policy, Bytes unique) {
    private static final int COORDINATE_BYTES = 32;

    PublicArea {
        if (policy.length() != 0 && policy.length() != Sha256.LENGTH_BYTES) {
            throw Fault.badInput(
                    "policy digest of %d bytes: want none or %d"
                            .formatted(policy.length(), Sha256.LENGTH_BYTES));
        }
        if (unique.length() != template.uniqueBytes()) {
            throw Fault.badInput(
                    "unique field of %d bytes: want %d for %s"
                            .formatted(unique.length(), template.uniqueBytes(), template));
        }
    }

    /// The contents of a TPM2B_PUBLIC.
    Bytes encode() {
        try (Encoder encoder = new Encoder()) {
            begin(encoder, template, policy);
            if (template.type() == Tcg.ALG_ECC) {
                encoder.sized(unique.slice(0, COORDINATE_BYTES));
                encoder.sized(unique.slice(COORDINATE_BYTES, unique.length()));
            } else {
                encoder.sized(unique);
            }
            return encoder.toBytes();
        }
    }

    /// A public area to make an object from: its unique field is empty (Part 3, TPM2_Create).
    static Bytes toMake(Template template, Bytes policy) {
        try (Encoder encoder = new Encoder()) {
            begin(encoder, template, policy).u16(0);
            return template.type() == Tcg.ALG_ECC ? encoder.u16(0).toBytes() : encoder.toBytes();
        }
    }

    private static Encoder begin(Encoder encoder, Template template, Bytes policy) {
        return encoder.u16(template.type())
                .u16(Tcg.ALG_SHA256)
                .u32(template.attributes())
                .sized(policy)
                .raw(template.parameters());
    }

    /// The object's Name (Part 1, "Names"): the algorithm and the digest of the public area.
    Bytes name() {
        try (Encoder encoder = new Encoder()) {
            return encoder.u16(Tcg.ALG_SHA256).raw(Sha256.digest(encode())).toBytes();
        }
    }

    /// Reads one that has to be of this template.
    ///
    /// @throws Fault of the decoder's kind, for what is of another
    static PublicArea read(Decoder decoder, Template template) {
        require(decoder, "type", template.type(), decoder.u16());
        require(decoder, "name algorithm", Tcg.ALG_SHA256, decoder.u16());
        require(decoder, "attributes", template.attributes(), decoder.u32());
        Bytes policy = decoder.sized();
        if (policy.length() != 0 && policy.length() != Sha256.LENGTH_BYTES) {
            throw decoder.wrong("policy digest of " + policy.length() + " bytes: want 0 or 32");
        }
        Bytes parameters = decoder.raw(template.parameters().length());
        if (!parameters.equals(template.parameters())) {
            throw decoder.wrong(
                    "parameters %s: want %s of %s"
                            .formatted(parameters, template.parameters(), template));
        }
        Bytes unique =
                template.type() == Tcg.ALG_ECC
                        ? Bytes.concat(
                                part(decoder, COORDINATE_BYTES), part(decoder, COORDINATE_BYTES))
                        : part(decoder, template.uniqueBytes());
        return new PublicArea(template, policy, unique);
    }

    private static Bytes part(Decoder decoder, int lengthBytes) {
        Bytes part = decoder.sized();
        if (part.length() != lengthBytes) {
            throw decoder.wrong(
                    "unique field of %d bytes: want %d".formatted(part.length(), lengthBytes));
        }
        return part;
    }

    private static void require(Decoder decoder, String what, int want, int found) {
        if (want != found) {
            throw decoder.wrong("%s 0x%X: want 0x%X".formatted(what, found, want));
        }
    }
}
