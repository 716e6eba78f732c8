package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// One session with a TPM (Part 1, "Session-based authorizations"): its key and its two nonces, of which each command
/// brings a new one from here and each response a new one from there.
final class Session implements AutoCloseable {
    /// Of SHA-256's 32 octets at least half (Part 3, TPM2_StartAuthSession).
    static final int NONCE_BYTES = 16;

    /// What a session is for (Part 2, TPM_SE).
    enum Kind {
        HMAC(0),
        POLICY(1),
        TRIAL(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private final int handle;
    private final Kind kind;
    private final @Nullable Secret key;
    private Bytes nonceCaller;
    private Bytes nonceTpm;

    /// @param key the session key; none for a session that is neither salted nor bound
    Session(int handle, Kind kind, @Nullable Secret key, Bytes nonceCaller, Bytes nonceTpm) {
        this.handle = handle;
        this.kind = kind;
        this.key = key;
        this.nonceCaller = nonceCaller;
        this.nonceTpm = nonceTpm;
    }

    int handle() {
        return handle;
    }

    Entity entity() {
        return Entity.byHandle(handle);
    }

    Bytes nonceCaller() {
        return nonceCaller;
    }

    Bytes nonceTpm() {
        return nonceTpm;
    }

    /// Whether it can carry parameters encrypted: without a key there would be nothing to encrypt with.
    boolean isSalted() {
        return key != null;
    }

    /// Whether commands and responses carry an HMAC. A policy session without a key carries none (Part 1, "Policy
    /// session HMAC").
    boolean hasHmac() {
        return kind == Kind.HMAC || isSalted();
    }

    void beginCommand(SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        nonceCaller = Bytes.of(nonce);
    }

    void endCommand(Bytes newNonceTpm) {
        nonceTpm = newNonceTpm;
    }

    /// sessionKey || authValue: the key of HMACs and of parameter encryption (Part 1, "HMAC computation" and
    /// "Session-based encryption"). In a policy session without PolicyAuthValue the HMAC's key is the session key alone.
    ///
    /// The caller wipes it.
    byte[] keyWith(AuthValue auth) {
        byte[] own = key == null ? new byte[0] : Hmac.octets(key);
        byte[] theirs = kind == Kind.HMAC ? auth.octets() : new byte[0];
        try (Encoder encoder = new Encoder()) {
            return encoder.raw(own).raw(theirs).toArray();
        } finally {
            Hmac.wipe(own, theirs);
        }
    }

    /// Wipes the key. The TPM's half is flushed by who started it.
    @Override
    public void close() {
        if (key != null) {
            key.close();
        }
    }
}
