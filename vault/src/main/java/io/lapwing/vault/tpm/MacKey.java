package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.nio.charset.StandardCharsets;

/// An HMAC key, from which the TPM derives keys that are then used outside of it. Every chip can do it.
public final class MacKey implements DuplicableKey {
    /// What keeps the keys of [#encrypt] apart from those of [#derive]: no label begins with a zero.
    private static final Bytes ENCRYPTION =
            Bytes.of("\0lapwing cfb".getBytes(StandardCharsets.US_ASCII));

    private final DuplicableObject key;

    MacKey(DuplicableObject key) {
        this.key = key;
    }

    @Override
    public KeyForm form() {
        return key.form();
    }

    @Override
    public Bytes name() {
        return key.object().name();
    }

    @Override
    public DuplicationPolicy policy() {
        return key.policy();
    }

    /// A key for one purpose: HMAC-SHA-256 under this key over label, a zero and context.
    ///
    /// @param label 1 to 64 printable ASCII characters
    /// @param context public, at most 512 octets
    /// @return 32 octets; the caller closes it
    public Secret derive(String label, Bytes context) {
        if (!label.matches("[\\x20-\\x7E]{1,64}") || context.length() > 512) {
            throw Fault.badInput(
                    "label of %d characters, context of %d bytes: want 1 to 64 printable ones, and at most 512"
                            .formatted(label.length(), context.length()));
        }
        return hmac(
                Bytes.concat(
                        Bytes.of((label + '\0').getBytes(StandardCharsets.US_ASCII)), context));
    }

    /// HMAC-SHA-256 of a message, 32 octets; the caller closes it. For who keeps the purposes of one key apart by how its
    /// messages begin; no other method of the same key is used then.
    ///
    /// @param message at most 1024 octets
    public Secret hmac(Bytes message) {
        return Macs.hmac(key.chip(), key.object(), message);
    }

    /// As [DuplicableKey#encrypt] says, in software under a key that the TPM derives for this IV.
    @Override
    public Bytes encrypt(Bytes iv, Bytes data) {
        return crypt(true, iv, data);
    }

    @Override
    public Bytes decrypt(Bytes iv, Bytes data) {
        return crypt(false, iv, data);
    }

    private Bytes crypt(boolean encrypt, Bytes iv, Bytes data) {
        CipherKey.requireSizes(iv, data);
        try (Secret once = hmac(Bytes.concat(ENCRYPTION, iv))) {
            byte[] aes = Hmac.octets(once);
            byte[] out =
                    encrypt
                            ? Cfb.encrypt(aes, iv.toArray(), data.toArray())
                            : Cfb.decrypt(aes, iv.toArray(), data.toArray());
            Hmac.wipe(aes);
            return Bytes.of(out);
        }
    }

    @Override
    public Duplicate duplicate(Route route) {
        return key.duplicate(route);
    }

    @Override
    public StoredKey stored() {
        return key.stored();
    }

    @Override
    public void close() {
        key.close();
    }
}
