package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.security.PublicKey;
import java.util.function.Function;

/// Where root keys live and are used.
///
/// A root key enters as random octets made inside, or sealed to [#importKey()], and is from then on only an
/// operation: no method of this port returns one. Outside, it exists as a [WrappedKey], which opens in this vault alone
/// and only for the row it was made for.
///
/// Implementations are safe for use by many threads. Each method throws [io.lapwing.crypto.Fault]: `UNAVAILABLE` while
/// the module behind the vault is away, `TAMPERED` when a wrapped key is not what was wrapped or belongs to another row.
public interface Vault extends AutoCloseable {
    /// What this vault is and how it stands.
    VaultStatus status();

    /// Makes a random AES-128 key inside the vault.
    WrappedKey generate(KeyBinding binding);

    /// Makes a random AES-128 root key inside the vault and, in the same step, its only copy for the station that
    /// puts it into the device. There is no later moment at which a root key can be wrapped for anyone.
    ///
    /// @throws io.lapwing.crypto.Fault `FORBIDDEN` unless the receiver's role is [KeyBinding.Role#STATION]
    Generated generateFor(KeyBinding.Root binding, ReceiverKey station);

    /// Both forms of a key just made: the one to store, and the RFC 3394 ciphertext under the station's key.
    record Generated(WrappedKey stored, Bytes forStation) {}

    /// The public key to which others seal keys for [#importSealed].
    ImportKey importKey();

    /// Takes a key that was sealed to [#importKey()] as a JWE in compact serialisation (RFC 7516 §7.1), whose plaintext
    /// is the key's octets: 16 for a root key, 16, 24 or 32 for a receiver's key.
    ///
    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` when the JWE is not of the form that [#importKey()] names,
    ///     `TAMPERED` when it does not open
    WrappedKey importSealed(KeyBinding binding, String jwe);

    /// Opens a transport key for an import of many keys.
    ///
    /// @param jwe 32 octets, an AES-256 key, sealed to [#importKey()] as in [#importSealed]
    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` when the JWE is not of the form that [#importKey()] names or holds
    ///     no 32 octets, `TAMPERED` when it does not open
    ImportTransport openTransport(String jwe);

    /// Opens a sitting in which wrapped keys are used, for the calling thread. All keys opened in it are gone when it is
    /// closed.
    VaultSession open();

    /// Does something in a sitting, on the thread that suits the vault best, and waits for it: what many do at once.
    ///
    /// @throws io.lapwing.crypto.Fault what the work throws; `EXHAUSTED` when its turn does not come in time
    default <T> T sit(Function<VaultSession, T> work) {
        try (VaultSession session = open()) {
            return work.apply(session);
        }
    }

    /// The same key under the newest vault key.
    WrappedKey rewrap(WrappedKey wrapped, KeyBinding binding);

    /// Makes the next version of the vault key; what is wrapped from now on is wrapped under it. Older versions go on
    /// opening what they wrapped until [#destroy].
    ///
    /// @return the new version, 1 for a new vault
    int rotate();

    /// Destroys one older version of the vault key and with it every wrapped key still under it.
    ///
    /// @throws io.lapwing.crypto.Fault `CONFLICT` for the newest version
    void destroy(int version);

    /// Signs with the vault's signing key: ECDSA on P-256 with SHA-256 (FIPS 186-5), 64 octets `r | s`.
    Bytes sign(Bytes message);

    /// The public half of the signing key.
    PublicKey signingKey();

    /// A secret of the platform's own, such as the seed of somebody's one-time codes: the same for the same purpose and
    /// context as long as this vault lives, also after [#rotate], and stored nowhere. It has nothing to do with root keys.
    ///
    /// @param purpose 1 to 64 of a-z, 0-9 and -, a letter first
    /// @return 32 octets; the caller closes it
    Secret derive(String purpose, Bytes context);

    /// The newest state of the store that this vault has witnessed.
    Anchor anchor();

    /// Witnesses a newer state, durable on return.
    ///
    /// @throws io.lapwing.crypto.Fault `CONFLICT` when it is older than [#anchor()]
    void advance(Anchor anchor);

    /// Wipes every key held in memory.
    @Override
    void close();
}
