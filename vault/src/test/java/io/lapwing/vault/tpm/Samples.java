package io.lapwing.vault.tpm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import io.lapwing.crypto.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Values, and what software does beside a TPM.
final class Samples {
    static final Bytes IV = Bytes.hex("000102030405060708090A0B0C0D0E0F");
    static final Bytes DATA = Bytes.of("temperature 21.5".getBytes(US_ASCII));
    static final Bytes NONCE = Bytes.hex("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF");
    static final Bytes MEASUREMENT = Bytes.hex("11".repeat(32));

    /// Of a PC's PCRs the one for tests (TCG PC Client Platform TPM Profile, "PCR").
    static final int DEBUG_PCR = 16;

    private Samples() {}

    static KeyPair p256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static StoragePublic somebodysStorage() {
        return new StoragePublic(
                KeyKind.ECC_P256, P256Point.of((ECPublicKey) p256().getPublic()).both());
    }

    static Bytes signed(KeyPair pair, Bytes message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(message.toArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Bytes octets(Secret secret) {
        try (secret) {
            return Bytes.of(Hmac.octets(secret));
        }
    }

    static Bytes flipped(Bytes octets, int at) {
        byte[] changed = octets.toArray();
        changed[at] ^= 1;
        return Bytes.of(changed);
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertFault(
            Fault.Kind kind, ThrowingCallable work) {
        return assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Fault.class, f -> assertThat(f.kind()).as(f.getMessage()).isEqualTo(kind));
    }
}
