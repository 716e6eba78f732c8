package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.ImportKey;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.SealedKey;
import io.lapwing.vault.WrappedKey;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// Takes keys that were sealed to the import key. The token opens the content key; the content is opened in this
/// process, in native memory that is wiped, and becomes an object that is wrapped and destroyed at once.
final class Importer {
    private static final String SHA256 = "RSA-OAEP-256";
    private static final String SHA1 = "RSA-OAEP";

    private final ImportKey importKey;
    private final MemorySegment mechanism;

    private Importer(ImportKey importKey, MemorySegment mechanism) {
        this.importKey = importKey;
        this.mechanism = mechanism;
    }

    /// Finds out by trial which OAEP the token has: SoftHSM 2.6 has SHA-1 only (RFC 7518 §4.3 has both).
    static Importer probe(Seat seat) {
        RSAPublicKey key = seat.keys().importPublic();
        OAEPParameterSpec parameters =
                new OAEPParameterSpec(
                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
        Bytes sample;
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
            sample = Bytes.of(cipher.doFinal(new byte[Rotation.SECRET_BYTES]));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "this JDK has no RSA-OAEP-256", e);
        }
        try (Secret opened =
                seat.session()
                        .decryptSecret(
                                Mechanism.OAEP_SHA256, seat.keys().importPrivate(), sample)) {
            return opened == null
                    ? new Importer(ImportKey.of(SHA1, key), Mechanism.OAEP_SHA1)
                    : new Importer(ImportKey.of(SHA256, key), Mechanism.OAEP_SHA256);
        }
    }

    ImportKey key() {
        return importKey;
    }

    /// What was sealed to the import key.
    Secret open(Seat seat, SealedKey sealed) {
        try (Secret contentKey =
                seat.session()
                        .decryptSecret(
                                mechanism, seat.keys().importPrivate(), sealed.encryptedKey())) {
            if (contentKey == null) {
                throw SealedKey.tampered();
            }
            return sealed.open(contentKey);
        }
    }

    /// The stored form of a key that came sealed.
    static WrappedKey store(Seat seat, KeyBinding binding, Secret key) {
        long object;
        try (Arena arena = Arena.ofConfined()) {
            object = seat.session().create(Templates.imported(arena, key));
        }
        try {
            return WrappedKeys.seal(seat, object, binding);
        } finally {
            seat.session().discard(object);
        }
    }
}
