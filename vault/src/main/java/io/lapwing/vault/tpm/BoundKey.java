package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.P256Point;
import io.lapwing.crypto.Sha256;
import java.security.PublicKey;

/// A signing key on P-256 that works while PCRs are in one state: each signature shows that the TPM it was made in was
/// in that state when it signed. Whoever verifies has to know that the public key is of such a key, from a time when
/// it trusted the one who said so, such as the joining.
///
/// Safe for use by many threads.
public final class BoundKey implements AutoCloseable {
    private final Chip chip;
    private final TpmObject object;
    private final PcrState state;
    private final Bytes privatePart;

    BoundKey(Chip chip, TpmObject object, PcrState state, Bytes privatePart) {
        this.chip = chip;
        this.object = object;
        this.state = state;
        this.privatePart = privatePart;
    }

    /// On P-256.
    public PublicKey publicKey() {
        return P256Point.of(object.area().unique()).toPublicKey();
    }

    public PcrState state() {
        return state;
    }

    /// Signs: ECDSA with SHA-256, 64 octets `r | s`.
    ///
    /// @throws io.lapwing.crypto.Fault `FORBIDDEN` when the PCRs are in another state, `CONFLICT` when one changed just
    ///     now
    public Bytes sign(Bytes message) {
        return chip.locked(() -> {
            try (PolicySession session = PolicySession.start(chip)) {
                PolicyDigest _ = session.pcr(state).digest();
                return sign(session, Sha256.digest(message));
            }
        });
    }

    /// Part 3, TPM2_Sign, in the key's own scheme and without a hash ticket, as the key is not restricted.
    private Bytes sign(PolicySession session, Bytes digest) {
        chip.slots().bring(object);
        return chip.run(
                Command.of(CommandCode.SIGN)
                        .on(chip.slots().entity(object), session.authorization())
                        .sized(digest)
                        .u16(Tcg.ALG_NULL)
                        .u16(Tcg.ST_HASHCHECK)
                        .u32(Tcg.RH_NULL)
                        .sized(Bytes.EMPTY),
                Signatures::read);
    }

    /// How to have it again after a restart, by [StorageKey#loadBound].
    public StoredKey stored() {
        return new StoredKey(object.area().unique(), privatePart);
    }

    /// Whether `signature` is that of the key over the message.
    public static boolean verify(PublicKey key, Bytes message, Bytes signature) {
        return Signatures.ecdsa(key, message, signature);
    }

    /// Removes it from the TPM's memory. Closing twice is harmless.
    @Override
    public void close() {
        chip.drop(object);
    }
}
