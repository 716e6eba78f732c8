package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import java.math.BigInteger;

/// The public half of a TPM's storage key: to whom keys are wrapped. Everything else of the key is fixed, so this is all
/// that has to travel.
///
/// That the private half really is in a TPM, it does not show: take it from whom you trust, over a channel that is
/// authenticated.
///
/// @param unique X and Y of a point of P-256, 32 octets each, or an RSA modulus of 256 octets
public record StoragePublic(KeyKind kind, Bytes unique) {
    private static final int RSA_BITS = 2048;

    public StoragePublic {
        switch (kind) {
            case ECC_P256 -> {
                P256Point _ = P256Point.of(unique);
            }
            case RSA_2048 -> {
                BigInteger modulus = new BigInteger(1, unique.toArray());
                if (unique.length() != RSA_BITS / 8
                        || modulus.bitLength() != RSA_BITS
                        || !modulus.testBit(0)) {
                    throw Fault.badInput(
                            "RSA modulus of %d bits in %d bytes: want an odd one of %d"
                                    .formatted(modulus.bitLength(), unique.length(), RSA_BITS));
                }
            }
        }
    }

    /// The TPM's Name of the key: 34 octets, the algorithm and the digest of its public area (Part 1, "Names").
    public Bytes name() {
        return area().name();
    }

    /// 33 octets for P-256, a compressed point (SEC 1 §2.3.3); 256 for RSA, the modulus.
    public Bytes encode() {
        return switch (kind) {
            case ECC_P256 -> P256Point.of(unique).compressed();
            case RSA_2048 -> unique;
        };
    }

    /// Of what [#encode] gave: the length says of which kind it is.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    public static StoragePublic parse(Bytes encoded) {
        return switch (encoded.length()) {
            case P256Point.COMPRESSED_BYTES ->
                    new StoragePublic(KeyKind.ECC_P256, P256Point.decompress(encoded).both());
            case RSA_BITS / 8 -> new StoragePublic(KeyKind.RSA_2048, encoded);
            default ->
                    throw Fault.badInput(
                            "storage key of %d bytes: want %d for P-256 or %d for RSA-2048"
                                    .formatted(
                                            encoded.length(),
                                            P256Point.COMPRESSED_BYTES,
                                            RSA_BITS / 8));
        };
    }

    /// Of a public area as other software writes it, a TPMT_PUBLIC.
    ///
    /// @throws Fault `BAD_INPUT` unless it is of a storage key as Lapwing makes them: not fixed to its TPM, without
    ///     restriction, or of other algorithms it is a foreign object
    public static StoragePublic ofPublicArea(KeyKind kind, Bytes tpmtPublic) {
        Decoder decoder = Decoder.ofInput("public area", tpmtPublic);
        PublicArea area = PublicArea.read(decoder, Template.storage(kind));
        decoder.finish();
        if (area.policy().length() != 0) {
            throw Fault.badInput("storage key with a policy: want one without");
        }
        return new StoragePublic(kind, area.unique());
    }

    PublicArea area() {
        return new PublicArea(Template.storage(kind), Bytes.EMPTY, unique);
    }
}
