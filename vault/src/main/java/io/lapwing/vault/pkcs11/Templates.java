package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/// What the vault's objects may do, attribute by attribute. Nothing is left to a module's defaults: SoftHSM's allow
/// everything.
final class Templates {
    static final String WRAPPING = "lapwing wrapping key";

    /// A wrapping key that is being made, and has wrapped nothing yet.
    static final String UNFINISHED = "lapwing unfinished wrapping key";

    static final String BINDING = "lapwing binding key";
    static final String ANCHOR_MAC = "lapwing anchor key";
    static final String IMPORT = "lapwing import key";
    static final String SIGNING = "lapwing signing key";
    static final String ANCHOR = "lapwing anchor";
    static final String ROTATION = "lapwing rotation copy ";
    static final String APPLICATION = "lapwing";

    static final int IMPORT_KEY_BITS = 3072;

    /// The object identifier of P-256 in DER (RFC 5480 §2.1.1.1).
    private static final Bytes P256 = Bytes.hex("06082A8648CE3D030107");

    private static final Arena ALWAYS = Arena.global();

    /// What a key unwrapped by a wrapping key must be: without it, whoever holds the PIN could unwrap a root key as a
    /// readable object. The first two also bind later users of the key, the third keeps raw block encryption away.
    static final Template FORCED_ON_UNWRAP =
            Template.in(ALWAYS)
                    .yes(Ck.CKA_SENSITIVE)
                    .no(Ck.CKA_EXTRACTABLE, Ck.CKA_ENCRYPT)
                    .build();

    /// A root key: CMAC, block decryption, derivation.
    static final Template ROOT_KEY =
            aes(ALWAYS).yes(Ck.CKA_SIGN, Ck.CKA_DECRYPT, Ck.CKA_DERIVE).build();

    /// A receiver's key: wraps, nothing else.
    static final Template RECEIVER_KEY = aes(ALWAYS).yes(Ck.CKA_WRAP).build();

    /// A session key on its way to its receiver: can be wrapped, nothing else.
    static final Template SESSION_KEY = sized(aes(ALWAYS).yes(Ck.CKA_EXTRACTABLE), 16);

    /// A key kept for CMAC: SNwkSIntKey and JSIntKey.
    static final Template DERIVED_FOR_CMAC = sized(aes(ALWAYS).yes(Ck.CKA_SIGN), 16);

    /// A key kept for block decryption: JSEncKey.
    static final Template DERIVED_FOR_DECRYPTION = sized(aes(ALWAYS).yes(Ck.CKA_DECRYPT), 16);

    /// A new key on its way to its first wrapping, 16 octets.
    static final Template NEW_KEY = sized(aes(ALWAYS).yes(Ck.CKA_EXTRACTABLE), 16);

    /// A new wrapping key on its way to its first wrapping, 32 octets.
    static final Template NEW_WRAPPING_KEY = sized(aes(ALWAYS).yes(Ck.CKA_EXTRACTABLE), 32);

    /// A key that an older wrapping key opened so that the newest wraps it.
    static final Template KEY_IN_ROTATION = aes(ALWAYS).yes(Ck.CKA_EXTRACTABLE).build();

    /// An older wrapping key opened by the rotation secret: unwraps, nothing else.
    static final Template OPENER = aes(ALWAYS).yes(Ck.CKA_UNWRAP).build();

    /// The copy of a token object for this process.
    static final Template SESSION_COPY = Template.in(ALWAYS).no(Ck.CKA_TOKEN).build();

    private Templates() {}

    /// An AES session object that is sensitive, cannot be extracted and may do nothing.
    private static Template.Builder aes(Arena arena) {
        return Template.in(arena)
                .number(Ck.CKA_CLASS, Ck.CKO_SECRET_KEY)
                .number(Ck.CKA_KEY_TYPE, Ck.CKK_AES)
                .yes(Ck.CKA_PRIVATE, Ck.CKA_SENSITIVE)
                .no(Ck.CKA_TOKEN, Ck.CKA_EXTRACTABLE, Ck.CKA_ENCRYPT, Ck.CKA_DECRYPT)
                .no(Ck.CKA_SIGN, Ck.CKA_VERIFY, Ck.CKA_WRAP, Ck.CKA_UNWRAP, Ck.CKA_DERIVE);
    }

    private static Template sized(Template.Builder builder, long octets) {
        return builder.number(Ck.CKA_VALUE_LEN, octets).build();
    }

    /// A wrapping key that [#finished] is still to turn into one that counts.
    static Template unfinishedWrappingKey(Arena arena, int version) {
        return aes(arena)
                .yes(Ck.CKA_TOKEN, Ck.CKA_WRAP, Ck.CKA_UNWRAP)
                .octets(Ck.CKA_LABEL, utf8(UNFINISHED))
                .octets(Ck.CKA_ID, version(version).toArray())
                .memory(Ck.CKA_UNWRAP_TEMPLATE, FORCED_ON_UNWRAP.attributes())
                .build();
    }

    static Template finished(Arena arena) {
        return Template.in(arena).octets(Ck.CKA_LABEL, utf8(WRAPPING)).build();
    }

    static Template macKey(Arena arena, String label) {
        Template.Builder builder =
                aes(arena).yes(Ck.CKA_TOKEN, Ck.CKA_SIGN).octets(Ck.CKA_LABEL, utf8(label));
        return sized(builder, 32);
    }

    /// The key made of the operator's rotation secret: wraps and unwraps wrapping keys.
    static Template rotationKey(Arena arena, Secret secret) {
        return aes(arena)
                .yes(Ck.CKA_WRAP, Ck.CKA_UNWRAP)
                .memory(Ck.CKA_VALUE, secret.segment())
                .build();
    }

    /// A key that came sealed, on its way to its first wrapping.
    static Template imported(Arena arena, Secret key) {
        return aes(arena).yes(Ck.CKA_EXTRACTABLE).memory(Ck.CKA_VALUE, key.segment()).build();
    }

    static Template importPublic(Arena arena) {
        return publicKey(arena, Ck.CKK_RSA, IMPORT)
                .no(Ck.CKA_VERIFY)
                .yes(Ck.CKA_ENCRYPT)
                .number(Ck.CKA_MODULUS_BITS, IMPORT_KEY_BITS)
                .octets(Ck.CKA_PUBLIC_EXPONENT, (byte) 1, (byte) 0, (byte) 1)
                .build();
    }

    static Template importPrivate(Arena arena) {
        return privateKey(arena, Ck.CKK_RSA, IMPORT).yes(Ck.CKA_DECRYPT).build();
    }

    static Template signingPublic(Arena arena) {
        return publicKey(arena, Ck.CKK_EC, SIGNING)
                .octets(Ck.CKA_EC_PARAMS, P256.toArray())
                .build();
    }

    static Template signingPrivate(Arena arena) {
        return privateKey(arena, Ck.CKK_EC, SIGNING).yes(Ck.CKA_SIGN).build();
    }

    private static Template.Builder publicKey(Arena arena, long type, String label) {
        return Template.in(arena)
                .number(Ck.CKA_CLASS, Ck.CKO_PUBLIC_KEY)
                .number(Ck.CKA_KEY_TYPE, type)
                .yes(Ck.CKA_TOKEN, Ck.CKA_VERIFY)
                .no(Ck.CKA_PRIVATE, Ck.CKA_ENCRYPT, Ck.CKA_WRAP)
                .octets(Ck.CKA_LABEL, utf8(label));
    }

    private static Template.Builder privateKey(Arena arena, long type, String label) {
        return Template.in(arena)
                .number(Ck.CKA_CLASS, Ck.CKO_PRIVATE_KEY)
                .number(Ck.CKA_KEY_TYPE, type)
                .yes(Ck.CKA_TOKEN, Ck.CKA_PRIVATE, Ck.CKA_SENSITIVE)
                .no(Ck.CKA_EXTRACTABLE, Ck.CKA_DECRYPT, Ck.CKA_SIGN, Ck.CKA_SIGN_RECOVER)
                .no(Ck.CKA_UNWRAP, Ck.CKA_DERIVE)
                .octets(Ck.CKA_LABEL, utf8(label));
    }

    static Template data(Arena arena, String label, Bytes value) {
        return Template.in(arena)
                .number(Ck.CKA_CLASS, Ck.CKO_DATA)
                .yes(Ck.CKA_TOKEN, Ck.CKA_PRIVATE)
                .octets(Ck.CKA_APPLICATION, utf8(APPLICATION))
                .octets(Ck.CKA_LABEL, utf8(label))
                .octets(Ck.CKA_VALUE, value.toArray())
                .build();
    }

    /// What finds all token objects of a class and label.
    static Template named(Arena arena, long objectClass, String label) {
        return Template.in(arena)
                .number(Ck.CKA_CLASS, objectClass)
                .yes(Ck.CKA_TOKEN)
                .octets(Ck.CKA_LABEL, utf8(label))
                .build();
    }

    static Bytes version(int version) {
        return Bytes.of(version >> 24, version >> 16, version >> 8, version);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
