package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// An AES-256 key with which the TPM itself encrypts.
public final class CipherKey implements DuplicableKey {
    private final DuplicableObject key;

    CipherKey(DuplicableObject key) {
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

    @Override
    public Bytes encrypt(Bytes iv, Bytes data) {
        return crypt(0, iv, data);
    }

    @Override
    public Bytes decrypt(Bytes iv, Bytes data) {
        return crypt(1, iv, data);
    }

    /// Part 3, TPM2_EncryptDecrypt2.
    ///
    /// @param decrypt TPMI_YES_NO
    private Bytes crypt(int decrypt, Bytes iv, Bytes data) {
        requireSizes(iv, data);
        Chip chip = key.chip();
        return chip.locked(() ->
                chip.run(
                        chip.on(CommandCode.ENCRYPT_DECRYPT_2, key.object())
                                .sized(data)
                                .u8(decrypt)
                                .u16(Tcg.ALG_CFB)
                                .sized(iv),
                        decoder -> {
                            Bytes out = decoder.sized();
                            decoder.sized();
                            if (out.length() != data.length()) {
                                throw decoder.wrong(
                                        "%d bytes of data: want %d"
                                                .formatted(out.length(), data.length()));
                            }
                            return out;
                        }));
    }

    static void requireSizes(Bytes iv, Bytes data) {
        if (iv.length() != Cfb.IV_BYTES || data.length() < 1 || data.length() > MOST_DATA_BYTES) {
            throw Fault.badInput(
                    "IV of %d and data of %d bytes: want %d, and 1 to %d"
                            .formatted(iv.length(), data.length(), Cfb.IV_BYTES, MOST_DATA_BYTES));
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
