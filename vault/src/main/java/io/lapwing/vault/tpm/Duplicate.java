package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;

/// A key on its way to another TPM, wrapped for one storage key there (Part 1, "Duplication"): nobody but that TPM reads
/// it, and none takes it with another policy than it has.
///
/// The policy does not travel: the receiver knows it, and the wrapping holds only with the right one.
///
/// @param unique of the key's public area, 32 octets
/// @param sealed the key under a seed, with its HMAC: 140 octets, or as few as 108 where a TPM does not fill an empty
///     authValue up to a digest's length
/// @param seed the seed for the new parent: X and Y of a point of P-256, 32 octets each, or 256 octets of RSA
public record Duplicate(KeyForm form, Bytes unique, Bytes sealed, Bytes seed) {
    private static final int UNIQUE_BYTES = 32;

    /// The HMAC behind its length, then encrypted: length, and TPMT_SENSITIVE of type, authValue, seed and key.
    private static final int FEWEST_SEALED_BYTES = 2 + 32 + 2 + 2 + 2 + 2 + 32 + 2 + 32;

    private static final int MOST_SEALED_BYTES = FEWEST_SEALED_BYTES + 32;

    private static final Bytes HMAC_LENGTH = Bytes.of(0, 32);
    private static final int POINT_BYTES = 64;
    private static final int RSA_BYTES = 256;

    /// In the first octet on the wire: the seed is RSA's.
    private static final int BY_RSA = 0x80;

    public Duplicate {
        if (unique.length() != UNIQUE_BYTES
                || sealed.length() < FEWEST_SEALED_BYTES
                || sealed.length() > MOST_SEALED_BYTES
                || !sealed.slice(0, HMAC_LENGTH.length()).equals(HMAC_LENGTH)
                || (seed.length() != POINT_BYTES && seed.length() != RSA_BYTES)) {
            throw Fault.badInput(
                    "duplicate of %d, %d and %d bytes: want %d; %d to %d beginning with an HMAC; %d or %d"
                            .formatted(
                                    unique.length(),
                                    sealed.length(),
                                    seed.length(),
                                    UNIQUE_BYTES,
                                    FEWEST_SEALED_BYTES,
                                    MOST_SEALED_BYTES,
                                    POINT_BYTES,
                                    RSA_BYTES));
        }
    }

    /// For the wire: an octet, 01 for AES or 02 for HMAC, with 80 added for RSA; unique; the seed (a point compressed, SEC
    /// 1 §2.3.3); sealed without the length of its HMAC. 204 octets for a parent of P-256, 427 for one of RSA.
    public Bytes encode() {
        boolean byRsa = seed.length() == RSA_BYTES;
        return Bytes.concat(
                Bytes.of(octet(form) | (byRsa ? BY_RSA : 0)),
                unique,
                byRsa ? seed : P256Point.of(seed).compressed(),
                sealed.slice(HMAC_LENGTH.length(), sealed.length()));
    }

    /// Of what [#encode] gave.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    public static Duplicate parse(Bytes encoded) {
        Decoder decoder = Decoder.ofInput("duplicate", encoded);
        int first = decoder.u8();
        KeyForm form = form(decoder, first & ~BY_RSA);
        Bytes unique = decoder.raw(UNIQUE_BYTES);
        Bytes seed =
                (first & BY_RSA) == 0
                        ? P256Point.decompress(decoder.raw(P256Point.COMPRESSED_BYTES)).both()
                        : decoder.raw(RSA_BYTES);
        return new Duplicate(form, unique, Bytes.concat(HMAC_LENGTH, decoder.rest()), seed);
    }

    /// For the wire between those who know the form and that the parent is on P-256: unique, X of the seed's point, and
    /// sealed without the length of its HMAC; 202 octets. Which of the two points with this X it is, is not told: both give
    /// the same seed, as only X enters it (Part 1, annex "ECC", "Secret sharing").
    ///
    /// @throws Fault `BAD_INPUT` for a seed of RSA
    public Bytes encodeShort() {
        if (seed.length() != POINT_BYTES) {
            throw Fault.badInput("duplicate for a parent of RSA: want one of P-256");
        }
        return Bytes.concat(
                unique,
                P256Point.of(seed).x(),
                sealed.slice(HMAC_LENGTH.length(), sealed.length()));
    }

    /// Of what [#encodeShort] gave.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    public static Duplicate parseShort(KeyForm form, Bytes encoded) {
        Decoder decoder = Decoder.ofInput("duplicate", encoded);
        Bytes unique = decoder.raw(UNIQUE_BYTES);
        P256Point seed = P256Point.even(decoder.raw(P256Point.COORDINATE_BYTES));
        return new Duplicate(form, unique, Bytes.concat(HMAC_LENGTH, decoder.rest()), seed.both());
    }

    /// As a TPM gives it, and other software sends it: TPM2B_PUBLIC, TPM2B_PRIVATE and TPM2B_ENCRYPTED_SECRET (Part 2);
    /// 484 octets for a parent of RSA.
    ///
    /// @param policy the one the key has
    public Bytes encodeWhole(DuplicationPolicy policy) {
        try (Encoder encoder = new Encoder()) {
            return encoder.sized(area(policy).encode())
                    .sized(sealed)
                    .sized(encryptedSeed())
                    .toBytes();
        }
    }

    /// Of what [#encodeWhole] gave, for a parent of RSA.
    ///
    /// @throws Fault `BAD_INPUT` for anything else, and for a key of another form or policy
    public static Duplicate parseWhole(KeyForm form, DuplicationPolicy policy, Bytes encoded) {
        Decoder decoder = Decoder.ofInput("duplicate", encoded);
        Decoder inner = decoder.inner();
        PublicArea area = PublicArea.read(inner, Template.duplicable(form));
        inner.finish();
        if (!area.policy().equals(policy.digest())) {
            throw decoder.wrong("policy %s: want %s".formatted(area.policy(), policy.digest()));
        }
        var duplicate = new Duplicate(form, area.unique(), decoder.sized(), decoder.sized());
        decoder.finish();
        return duplicate;
    }

    private static int octet(KeyForm form) {
        return switch (form) {
            case AES_256_CFB -> 1;
            case HMAC_SHA256 -> 2;
        };
    }

    private static KeyForm form(Decoder decoder, int octet) {
        return switch (octet) {
            case 1 -> KeyForm.AES_256_CFB;
            case 2 -> KeyForm.HMAC_SHA256;
            default -> throw decoder.wrong("form " + octet + ": want 1 or 2");
        };
    }

    /// The key's public area, if it has this policy.
    PublicArea area(DuplicationPolicy policy) {
        return new PublicArea(Template.duplicable(form), policy.digest(), unique);
    }

    /// Contents of the TPM2B_ENCRYPTED_SECRET.
    Bytes encryptedSeed() {
        if (seed.length() == RSA_BYTES) {
            return seed;
        }
        P256Point point = P256Point.of(seed);
        try (Encoder encoder = new Encoder()) {
            return encoder.sized(point.x()).sized(point.y()).toBytes();
        }
    }

    /// Reads duplicate and outSymSeed as TPM2_Duplicate and TPM2_Rewrap answer them.
    static Duplicate read(Decoder decoder, PublicArea area, KeyForm form) {
        Bytes sealed = decoder.sized();
        Decoder secret = decoder.inner();
        Bytes seed =
                secret.remaining() == RSA_BYTES
                        ? secret.raw(RSA_BYTES)
                        : Bytes.concat(secret.sized(), secret.sized());
        secret.finish();
        return new Duplicate(form, area.unique(), sealed, seed);
    }
}
