package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.BindingTag;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// The vault's own keys in the token, as handles that are good for one connection.
///
/// Secret keys are used as session copies of the token objects: a module reads those from memory, while SoftHSM
/// decrypts a token object anew for each use. A module that refuses the copy is used with the token object itself.
final class KeyRing {
    /// The start of a P-256 SubjectPublicKeyInfo (RFC 5480 §2), which the point of 65 octets completes.
    private static final Bytes P256_KEY_INFO =
            Bytes.hex("3059301306072A8648CE3D020106082A8648CE3D030107034200");

    private final ConcurrentSkipListMap<Integer, Long> wrapping;
    private final ConcurrentSkipListMap<Integer, Bytes> rotationCopies;
    private final long binding;
    private final long anchorMac;
    private final long importPrivate;
    private final long signing;
    private final RSAPublicKey importPublic;
    private final PublicKey signingPublic;

    private KeyRing(TokenSession keeper) {
        wrapping = new ConcurrentSkipListMap<>();
        rotationCopies = new ConcurrentSkipListMap<>();
        wrappingObjects(keeper).forEach((v, object) -> wrapping.put(v, copy(keeper, object)));
        wrapping.keySet()
                .forEach(v ->
                        Rotation.copy(keeper, v).ifPresent(copy -> rotationCopies.put(v, copy)));
        binding = copy(keeper, one(keeper, Ck.CKO_SECRET_KEY, Templates.BINDING));
        anchorMac = copy(keeper, one(keeper, Ck.CKO_SECRET_KEY, Templates.ANCHOR_MAC));
        importPrivate = one(keeper, Ck.CKO_PRIVATE_KEY, Templates.IMPORT);
        signing = one(keeper, Ck.CKO_PRIVATE_KEY, Templates.SIGNING);
        importPublic = rsa(keeper, one(keeper, Ck.CKO_PUBLIC_KEY, Templates.IMPORT));
        signingPublic = p256(keeper, one(keeper, Ck.CKO_PUBLIC_KEY, Templates.SIGNING));
    }

    /// Finds the keys of a vault in the token.
    ///
    /// @param keeper the session that owns the copies, and lives as long as they are used
    static KeyRing load(TokenSession keeper) {
        if (wrappingObjects(keeper).isEmpty()) {
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "the token holds no wrapping key: create the vault first");
        }
        return new KeyRing(keeper);
    }

    int newest() {
        return wrapping.lastKey();
    }

    /// The wrapping key of a version, which may have been made by another process since.
    ///
    /// @throws Fault `NOT_FOUND` when there is none
    long wrapping(int version) {
        Long handle = wrapping.get(version);
        if (handle == null) {
            throw BindingTag.missing(version, newest());
        }
        return handle;
    }

    /// The rotation copy of a version's key, as the token held it when the vault connected.
    ///
    /// @throws Fault `TAMPERED` when there was not one
    Bytes rotationCopy(int version) {
        Bytes copy = rotationCopies.get(version);
        if (copy == null) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "the token does not hold one object named '%s%d': its keys cannot move to another version"
                            .formatted(Templates.ROTATION, version));
        }
        return copy;
    }

    void add(TokenSession keeper, int version, Rotation.Made made) {
        rotationCopies.put(version, made.copy());
        wrapping.put(version, copy(keeper, made.key()));
    }

    void remove(int version) {
        wrapping.remove(version);
        rotationCopies.remove(version);
    }

    long binding() {
        return binding;
    }

    long anchorMac() {
        return anchorMac;
    }

    long importPrivate() {
        return importPrivate;
    }

    long signing() {
        return signing;
    }

    RSAPublicKey importPublic() {
        return importPublic;
    }

    PublicKey signingPublic() {
        return signingPublic;
    }

    /// The wrapping keys in the token, by version.
    static Map<Integer, Long> wrappingObjects(TokenSession session) {
        Map<Integer, Long> found = new ConcurrentSkipListMap<>();
        for (long object : all(session, Ck.CKO_SECRET_KEY, Templates.WRAPPING)) {
            Bytes id = session.attribute(object, Ck.CKA_ID);
            if (id.length() != 4) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        "a wrapping key has a CKA_ID of %d bytes: want 4".formatted(id.length()));
            }
            int version = new BigInteger(1, id.toArray()).intValue();
            if (found.put(version, object) != null) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        "the token holds wrapping key version " + version + " twice: want one");
            }
        }
        return found;
    }

    static List<Long> all(TokenSession session, long objectClass, String label) {
        try (Arena arena = Arena.ofConfined()) {
            return session.find(Templates.named(arena, objectClass, label));
        }
    }

    static long one(TokenSession session, long objectClass, String label) {
        List<Long> found = all(session, objectClass, label);
        if (found.size() != 1) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "the token holds %d objects named '%s' of class %d: want one"
                            .formatted(found.size(), label, objectClass));
        }
        return found.getFirst();
    }

    private static long copy(TokenSession keeper, long object) {
        try {
            return keeper.copy(object, Templates.SESSION_COPY);
        } catch (Fault e) {
            if (e.kind() == Fault.Kind.INTERNAL) {
                return object;
            }
            throw e;
        }
    }

    private static RSAPublicKey rsa(TokenSession session, long object) {
        BigInteger modulus = new BigInteger(1, session.attribute(object, Ck.CKA_MODULUS).toArray());
        BigInteger exponent =
                new BigInteger(1, session.attribute(object, Ck.CKA_PUBLIC_EXPONENT).toArray());
        try {
            return (RSAPublicKey)
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.TAMPERED, "the import key is no RSA key", e);
        }
    }

    /// CKA_EC_POINT is a DER OCTET STRING of the uncompressed point: 04 41, then 65 octets (Mech. §2.3.3).
    private static PublicKey p256(TokenSession session, long object) {
        Bytes point = session.attribute(object, Ck.CKA_EC_POINT);
        if (point.length() != 67) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "the signing key's point has " + point.length() + " bytes: want 67, P-256");
        }
        byte[] info = Bytes.concat(P256_KEY_INFO, point.slice(2, 67)).toArray();
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.TAMPERED, "the signing key is no P-256 key", e);
        }
    }
}
