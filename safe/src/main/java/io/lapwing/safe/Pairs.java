package io.lapwing.safe;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Util;
import javacard.security.CryptoException;
import javacard.security.ECPrivateKey;
import javacard.security.ECPublicKey;
import javacard.security.KeyAgreement;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;

/// The key pairs of the card on P-256, and one public key of a peer.
///
/// - Pair 01 is the card's identity: made at the installation, signs, never changes.
/// - Pair 02 agrees on secrets: made by GENERATE KEY PAIR as often as wanted.
/// - Public key 03 is a peer's, put in from outside.
final class Pairs {
    static final byte IDENTITY = 1;
    static final byte AGREEMENT = 2;
    static final byte PEER = 3;

    /// `34 45 49 43 86 41 04 | x | y`
    static final short PUBLIC_KEY_BYTES = 71;

    private static final byte[] PUBLIC_KEY_HEADER = {
        Tag.PUBLIC_KEY, 0x45, Tag.PUBLIC_KEY_POINT, 0x43, Tag.SECRET_KEY_ID, 0x41
    };

    private final KeyPair identity = pair();
    private final KeyPair agreement = pair();
    private final ECPublicKey peer = publicKey();
    private final KeyAgreement ecdh =
            KeyAgreement.getInstance(
                    KeyAgreement.ALG_EC_SVDP_DH_PLAIN, /* externalAccess= */ false);

    Pairs() {
        identity.genKeyPair();
    }

    private static KeyPair pair() {
        ECPrivateKey own =
                (ECPrivateKey)
                        KeyBuilder.buildKey(
                                KeyBuilder.TYPE_EC_FP_PRIVATE,
                                KeyBuilder.LENGTH_EC_FP_256,
                                /* keyEncryption= */ false);
        P256.on(own);
        return new KeyPair(publicKey(), own);
    }

    private static ECPublicKey publicKey() {
        ECPublicKey key =
                (ECPublicKey)
                        KeyBuilder.buildKey(
                                KeyBuilder.TYPE_EC_FP_PUBLIC,
                                KeyBuilder.LENGTH_EC_FP_256,
                                /* keyEncryption= */ false);
        P256.on(key);
        return key;
    }

    /// Makes pair 02 anew.
    void generate(byte id) {
        if (id == IDENTITY) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        } else if (id != AGREEMENT) {
            ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
        }
        agreement.genKeyPair();
    }

    /// The key that signs; `6A82` for an unknown one, `6985` for one that does not sign.
    ECPrivateKey signing(byte id) {
        if (id == AGREEMENT) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        } else if (id != IDENTITY) {
            ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
        }
        return (ECPrivateKey) identity.getPrivate();
    }

    /// A public key that has a value; `6A82` for an unknown one, `6985` for an empty one.
    ECPublicKey publicKey(byte id) {
        ECPublicKey key;
        switch (id) {
            case IDENTITY:
                key = (ECPublicKey) identity.getPublic();
                break;
            case AGREEMENT:
                key = (ECPublicKey) agreement.getPublic();
                break;
            case PEER:
                key = peer;
                break;
            default:
                ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
                key = peer;
                break;
        }
        if (!key.isInitialized()) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }
        return key;
    }

    boolean isFilled(byte id) {
        return id == IDENTITY
                || (id == AGREEMENT && agreement.getPublic().isInitialized())
                || (id == PEER && peer.isInitialized());
    }

    /// Writes a public key as IoT.05 has it.
    short write(byte id, byte[] out) {
        ECPublicKey key = publicKey(id);
        Util.arrayCopyNonAtomic(
                PUBLIC_KEY_HEADER, (short) 0, out, (short) 0, (short) PUBLIC_KEY_HEADER.length);
        key.getW(out, (short) PUBLIC_KEY_HEADER.length);
        return PUBLIC_KEY_BYTES;
    }

    /// Takes the peer's key: the value of tag 34. A point that is not on the curve would tell of the private key what an
    /// agreement with it gives, so that it must stand an agreement first.
    void put(byte[] octets, short offset, byte[] scratch) {
        short inside = (short) (PUBLIC_KEY_HEADER.length - 2);
        if (Util.arrayCompare(octets, offset, PUBLIC_KEY_HEADER, (short) 2, inside) != 0
                || octets[(short) (offset + inside)] != 0x04) {
            throw Fields.wrong();
        }
        short point = (short) (offset + inside);
        try {
            ecdh.init(identity.getPrivate());
            ecdh.generateSecret(octets, point, P256.POINT_BYTES, scratch, (short) 0);
            peer.setW(octets, point, P256.POINT_BYTES);
        } catch (RuntimeException refused) {
            // Cards throw CryptoException, the simulator what its library throws.
            peer.clearKey();
            P256.on(peer);
            throw Fields.wrong();
        } finally {
            Util.arrayFillNonAtomic(scratch, (short) 0, P256.FIELD_BYTES, (byte) 0);
        }
    }

    /// Writes the x of the agreement between pair 02 and a public key: 32 octets.
    short agree(byte ownId, byte publicId, byte[] scratch, byte[] out) {
        if (ownId == IDENTITY) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        } else if (ownId != AGREEMENT) {
            ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
        }
        ECPublicKey other = publicKey(publicId);
        if (!agreement.getPublic().isInitialized()) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }
        try {
            short point = other.getW(scratch, (short) 0);
            ecdh.init(agreement.getPrivate());
            return ecdh.generateSecret(scratch, (short) 0, point, out, (short) 0);
        } catch (CryptoException refused) {
            throw Fields.wrong();
        }
    }
}
