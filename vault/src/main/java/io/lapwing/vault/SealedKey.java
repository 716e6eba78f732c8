package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A key sealed as a JWE in compact serialisation (RFC 7516 §7.1) with `enc` `A256GCM`, taken apart.
///
/// @param associated the protected header as it was sent, the associated data (RFC 7516 §5.1 step 14)
/// @param encryptedKey the content key, encrypted: the length of the modulus; empty with `alg` `dir`
/// @param iv 12 octets
/// @param ciphertext 16, 24 or 32 octets
/// @param tag 16 octets
public record SealedKey(
        Bytes associated, Bytes encryptedKey, Bytes iv, Bytes ciphertext, Bytes tag) {
    /// AES-GCM with a key of 256 bits (RFC 7518 §5.3).
    static final String A256GCM = "A256GCM";

    /// Direct use of a shared key (RFC 7518 §4.5).
    private static final String DIRECT = "dir";

    /// Longer than any sealed key under RSA with 8192 bits.
    private static final int LONGEST_JWE = 4096;

    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    /// Takes a JWE apart that is sealed to `key`.
    ///
    /// @throws Fault `BAD_INPUT` unless it has the form that `key` names
    public static SealedKey parse(String jwe, ImportKey key) {
        String[] parts = split(jwe);
        JweHeader header = JweHeader.parse(text(parts[0]));
        header.require(key.algorithm(), A256GCM);
        if (header.keyId().filter(kid -> !kid.equals(key.keyId())).isPresent()) {
            throw Fault.badInput(
                    "JWE `kid` "
                            + header.keyId().get()
                            + " is not this vault's import key: want "
                            + key.keyId());
        }
        return of(parts, Math.ceilDiv(key.publicKey().getModulus().bitLength(), 8));
    }

    /// Takes a JWE apart that is sealed under a transport key.
    ///
    /// @throws Fault `BAD_INPUT` unless `alg` is `dir` and `enc` is `A256GCM`
    public static SealedKey parseDirect(String jwe) {
        String[] parts = split(jwe);
        JweHeader.parse(text(parts[0])).require(DIRECT, A256GCM);
        return of(parts, 0);
    }

    /// The key inside. The JDK computes: until they are collected, copies of the content key and what it derives from it
    /// stay on the Java heap; the array with the key inside is wiped.
    ///
    /// @param contentKey 32 octets
    /// @throws Fault `TAMPERED` when it does not open
    public Secret open(Secret contentKey) {
        if (contentKey.length() != 32) {
            throw tampered();
        }
        byte[] octets = contentKey.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        try {
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(octets, "AES"),
                    new GCMParameterSpec(8 * TAG_BYTES, iv.toArray()));
            gcm.updateAAD(associated.toArray());
            return Secret.take(gcm.doFinal(Bytes.concat(ciphertext, tag).toArray()));
        } catch (AEADBadTagException _) {
            throw tampered();
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses AES-GCM", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /// Refuses a length that a key for this row cannot have.
    ///
    /// @throws Fault `BAD_INPUT`
    public void requireLengthFor(KeyBinding binding) {
        int length = ciphertext.length();
        switch (binding) {
            case KeyBinding.Root _ -> {
                if (length != 16) {
                    throw Fault.badInput("sealed root key of " + length + " bytes: want 16");
                }
            }
            case KeyBinding.Receiver _ -> {
                if (length != 16 && length != 24 && length != 32) {
                    throw Fault.badInput(
                            "sealed wrapping key of " + length + " bytes: want 16, 24 or 32");
                }
            }
        }
    }

    /// Refuses a length that a transport key cannot have.
    ///
    /// @throws Fault `BAD_INPUT`
    public void requireTransportLength() {
        if (ciphertext.length() != 32) {
            throw Fault.badInput(
                    "sealed transport key of " + ciphertext.length() + " bytes: want 32");
        }
    }

    /// The one fault for everything that does not open, so that nobody learns at which step.
    public static Fault tampered() {
        return new Fault(
                Fault.Kind.TAMPERED,
                "sealed key does not open: it is damaged or sealed to another key");
    }

    private static SealedKey of(String[] parts, int encryptedKeyBytes) {
        SealedKey sealed =
                new SealedKey(
                        Bytes.of(parts[0].getBytes(StandardCharsets.US_ASCII)),
                        decoded(parts[1]),
                        decoded(parts[2]),
                        decoded(parts[3]),
                        decoded(parts[4]));
        requireLength("encrypted key", sealed.encryptedKey, encryptedKeyBytes);
        requireLength("initialisation vector", sealed.iv, IV_BYTES);
        requireLength("authentication tag", sealed.tag, TAG_BYTES);
        if (sealed.ciphertext.length() == 0) {
            throw Fault.badInput("JWE with an empty ciphertext: want a key of 16, 24 or 32 bytes");
        }
        return sealed;
    }

    private static String[] split(String jwe) {
        if (jwe.length() > LONGEST_JWE) {
            throw Fault.badInput(
                    "JWE of " + jwe.length() + " characters: want at most " + LONGEST_JWE);
        }
        String[] parts = jwe.split("\\.", -1);
        if (parts.length != 5) {
            throw Fault.badInput(
                    "JWE of "
                            + parts.length
                            + " parts: want 5, divided by dots (RFC 7516 section 7.1)");
        }
        return parts;
    }

    private static void requireLength(String what, Bytes octets, int length) {
        if (octets.length() != length) {
            throw Fault.badInput(
                    "JWE " + what + " of " + octets.length() + " bytes: want " + length);
        }
    }

    private static String text(String part) {
        return new String(decoded(part).toArray(), StandardCharsets.UTF_8);
    }

    /// RFC 7515 §2: base64url without padding; the one spelling of its octets.
    private static Bytes decoded(String part) {
        try {
            byte[] octets = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(octets).equals(part)) {
                return Bytes.of(octets);
            }
        } catch (IllegalArgumentException _) {
            // Said below, as for every other spelling that is not base64url.
        }
        throw Fault.badInput("JWE part that is not base64url without padding (RFC 7515 section 2)");
    }
}
