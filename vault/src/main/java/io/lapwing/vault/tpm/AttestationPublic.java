package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/// The public half of an attestation key: checks quotes. That its private half really is in a TPM, it does not show: take
/// it from whom you trust.
///
/// @param unique X and Y of a point of P-256, 32 octets each, or an RSA modulus of 256 octets
public record AttestationPublic(KeyKind kind, Bytes unique) {
    public AttestationPublic {
        // The same rules as for the key under which keys are stored.
        StoragePublic _ = new StoragePublic(kind, unique);
    }

    /// The TPM's Name of the key, 34 octets.
    public Bytes name() {
        return new PublicArea(Template.attestation(kind), Bytes.EMPTY, unique).name();
    }

    /// 33 octets for P-256, a compressed point; 256 for RSA, the modulus.
    public Bytes encode() {
        return new StoragePublic(kind, unique).encode();
    }

    /// Of what [#encode] gave.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    public static AttestationPublic parse(Bytes encoded) {
        StoragePublic same = StoragePublic.parse(encoded);
        return new AttestationPublic(same.kind(), same.unique());
    }

    /// Checks a quote.
    ///
    /// @param nonce drawn for this quote
    /// @param state that is expected
    /// @param last the clock of the last genuine quote of this key
    public QuoteCheck check(Quote quote, Bytes nonce, PcrState state, Optional<TpmClock> last) {
        if (!signed(quote)) {
            return new QuoteCheck.Refused(
                    QuoteCheck.Reason.SIGNATURE, "signature is not of " + name());
        }
        try {
            return judge(Attested.read(quote.attested()), nonce, state, last);
        } catch (Fault e) {
            return new QuoteCheck.Refused(QuoteCheck.Reason.NOT_A_QUOTE, e.getMessage());
        }
    }

    private static QuoteCheck judge(
            Attested attested, Bytes nonce, PcrState state, Optional<TpmClock> last) {
        if (!attested.extraData().equals(nonce)) {
            return new QuoteCheck.Refused(
                    QuoteCheck.Reason.NONCE,
                    "nonce %s: want %s".formatted(attested.extraData(), nonce));
        }
        if (!attested.state().equals(state)) {
            return new QuoteCheck.Refused(
                    QuoteCheck.Reason.STATE,
                    "PCRs %s are %s: want %s at %s"
                            .formatted(
                                    attested.state().selection().pcrs(),
                                    attested.state().digest(),
                                    state.selection().pcrs(),
                                    state.digest()));
        }
        if (last.isPresent() && !attested.clock().follows(last.get())) {
            return new QuoteCheck.Refused(
                    QuoteCheck.Reason.CLOCK,
                    "%s: want after %s".formatted(attested.clock(), last.get()));
        }
        return new QuoteCheck.Genuine(attested.clock(), attested.firmware());
    }

    private boolean signed(Quote quote) {
        return switch (kind) {
            case ECC_P256 ->
                    Signatures.ecdsa(
                            P256Point.of(unique).toPublicKey(),
                            quote.attested(),
                            quote.signature());
            case RSA_2048 -> signedByRsa(quote);
        };
    }

    private boolean signedByRsa(Quote quote) {
        try {
            return Signatures.rsassa(
                    KeyFactory.getInstance("RSA")
                            .generatePublic(
                                    new RSAPublicKeySpec(
                                            new BigInteger(1, unique.toArray()),
                                            RSAKeyGenParameterSpec.F4)),
                    quote.attested(),
                    quote.signature());
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses an RSA key", e);
        }
    }
}
