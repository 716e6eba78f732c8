package io.lapwing.service.people;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/// Checks ID tokens (OpenID Connect Core 1.0 §3.1.3.7). The algorithm is of the configured list and fits the kind of key;
/// a token does not choose it.
final class IdTokens {
    private static final Duration CLOCK_DRIFT = Duration.ofMinutes(1);

    /// No ID token is older when it comes from the token endpoint.
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private static final int MIN_RSA_BITS = 2048;

    /// OpenID Connect Core 1.0 §2.
    static final int MAX_SUBJECT_LENGTH = 255;

    private static final int ED25519_BYTES = 32;

    private final OpenIdProvider provider;
    private final OpenIdMetadata metadata;
    private final InstantSource clock;

    IdTokens(OpenIdProvider provider, OpenIdMetadata metadata, InstantSource clock) {
        this.provider = provider;
        this.metadata = metadata;
        this.clock = clock;
    }

    /// What a token is worth.
    sealed interface Verdict {
        record Good(String subject) implements Verdict {}

        /// Nothing.
        ///
        /// @param why in one word, for the audit log
        record Bad(String why) implements Verdict {}
    }

    Verdict verdict(String token, String nonce) {
        try {
            if (!(JWTParser.parse(token) instanceof SignedJWT jwt)
                    || !provider.algorithms().contains(jwt.getHeader().getAlgorithm().getName())) {
                return new Verdict.Bad("algorithm");
            }
            JWSHeader header = jwt.getHeader();
            if (header.getCriticalParams() != null) {
                return new Verdict.Bad("form");
            }
            Optional<JWK> key = metadata.key(header.getKeyID());
            if (key.isEmpty() || !isFor(key.get(), header)) {
                return new Verdict.Bad("key");
            }
            if (!verifies(jwt, key.get())) {
                return new Verdict.Bad("signature");
            }
            return judged(jwt.getJWTClaimsSet(), nonce);
        } catch (ParseException | JOSEException | GeneralSecurityException _) {
            return new Verdict.Bad("form");
        }
    }

    private static boolean isFor(JWK key, JWSHeader header) {
        return (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getAlgorithm() == null
                        || key.getAlgorithm().getName().equals(header.getAlgorithm().getName()));
    }

    private static boolean verifies(SignedJWT jwt, JWK key)
            throws JOSEException, GeneralSecurityException {
        return switch (jwt.getHeader().getAlgorithm().getName()) {
            case "ES256" ->
                    key instanceof ECKey ec
                            && Curve.P_256.equals(ec.getCurve())
                            && verifies(jwt, new ECDSAVerifier(ec));
            case "RS256" ->
                    key instanceof RSAKey rsa
                            && rsa.toRSAPublicKey().getModulus().bitLength() >= MIN_RSA_BITS
                            && verifies(jwt, new RSASSAVerifier(rsa));
            case "EdDSA" ->
                    key instanceof OctetKeyPair pair
                            && Curve.Ed25519.equals(pair.getCurve())
                            && verifiesEd25519(jwt, pair);
            default -> false;
        };
    }

    private static boolean verifies(SignedJWT jwt, JWSVerifier verifier) throws JOSEException {
        return jwt.verify(verifier);
    }

    /// RFC 8037 §3.1, with the JDK's own Ed25519.
    private static boolean verifiesEd25519(SignedJWT jwt, OctetKeyPair pair)
            throws GeneralSecurityException {
        byte[] x = pair.getDecodedX();
        if (x.length != ED25519_BYTES) {
            return false;
        }
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(ed25519(x));
        signature.update(jwt.getSigningInput());
        return signature.verify(jwt.getSignature().decode());
    }

    /// RFC 8032 §5.1.2: little-endian y, and the sign of x in the highest bit.
    private static PublicKey ed25519(byte[] encoded) throws GeneralSecurityException {
        byte[] turned = new byte[ED25519_BYTES];
        for (int i = 0; i < ED25519_BYTES; i++) {
            turned[i] = encoded[ED25519_BYTES - 1 - i];
        }
        boolean odd = turned[0] < 0;
        turned[0] &= 0x7f;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(
                                NamedParameterSpec.ED25519,
                                new EdECPoint(odd, new BigInteger(1, turned))));
    }

    private Verdict judged(JWTClaimsSet claims, String nonce) throws ParseException {
        if (!provider.issuer().equals(claims.getIssuer())) {
            return new Verdict.Bad("issuer");
        }
        if (!isForUs(claims)) {
            return new Verdict.Bad("audience");
        }
        if (!nonce.equals(claims.getStringClaim("nonce"))) {
            return new Verdict.Bad("nonce");
        }
        if (!isOfNow(claims)) {
            return new Verdict.Bad("time");
        }
        if (!provider.claims().group().map(group -> isIn(claims, group)).orElse(true)) {
            return new Verdict.Bad("group");
        }
        String subject = claims.getStringClaim(provider.claims().subject());
        return subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT_LENGTH
                ? new Verdict.Bad("claim")
                : new Verdict.Good(subject);
    }

    private boolean isForUs(JWTClaimsSet claims) throws ParseException {
        String client = provider.client().id();
        return claims.getAudience().contains(client)
                && (claims.getAudience().size() == 1
                        || client.equals(claims.getStringClaim("azp")));
    }

    private boolean isOfNow(JWTClaimsSet claims) {
        Instant now = clock.instant();
        return isAfter(claims.getExpirationTime(), now.minus(CLOCK_DRIFT))
                && isAfter(claims.getIssueTime(), now.minus(OLDEST))
                && !isAfter(claims.getIssueTime(), now.plus(CLOCK_DRIFT))
                && (claims.getNotBeforeTime() == null
                        || !isAfter(claims.getNotBeforeTime(), now.plus(CLOCK_DRIFT)));
    }

    private static boolean isIn(JWTClaimsSet claims, OpenIdProvider.Group group) {
        Object said = claims.getClaim(group.claim());
        return group.value().equals(said)
                || (said instanceof List<?> all && all.contains(group.value()));
    }

    private static boolean isAfter(@org.jspecify.annotations.Nullable Date date, Instant when) {
        return date != null && date.toInstant().isAfter(when);
    }
}
