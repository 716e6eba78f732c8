package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.util.Optional;

/// Starts sessions (Part 3, TPM2_StartAuthSession).
final class Sessions {
    private static final int KEY_BYTES = 32;

    private Sessions() {}

    /// Without a salt: its HMACs show authValues without telling them, and encrypt nothing.
    static Session start(CommandLink link, Session.Kind kind) {
        return start(link, kind, Entity.byHandle(Tcg.RH_NULL), Optional.empty());
    }

    /// With a salt that the holder of this key alone can read.
    static Session salted(CommandLink link, Entity key, StoragePublic publicHalf) {
        try (SharedSeed salt = SharedSeed.with(publicHalf, "SECRET")) {
            return start(link, Session.Kind.HMAC, key, Optional.of(salt));
        }
    }

    private static Session start(
            CommandLink link, Session.Kind kind, Entity key, Optional<SharedSeed> salt) {
        byte[] nonce = new byte[Session.NONCE_BYTES];
        link.random().nextBytes(nonce);
        Bytes nonceCaller = Bytes.of(nonce);
        Command command =
                Command.of(CommandCode.START_AUTH_SESSION)
                        .on(key)
                        .on(Entity.byHandle(Tcg.RH_NULL))
                        .sized(nonceCaller)
                        .sized(salt.map(SharedSeed::encrypted).orElse(Bytes.EMPTY))
                        .u8(kind.code());
        symmetric(command, salt.isPresent()).u16(Tcg.ALG_SHA256);
        return link.run(
                command,
                decoder -> {
                    int handle = decoder.u32();
                    Bytes nonceTpm = decoder.sized();
                    return new Session(
                            handle,
                            kind,
                            salt.map(shared -> key(shared, nonceTpm, nonceCaller)).orElse(null),
                            nonceCaller,
                            nonceTpm);
                });
    }

    /// TPMT_SYM_DEF of parameter encryption: AES-128 in CFB, or none.
    private static Command symmetric(Command command, boolean salted) {
        return salted
                ? command.u16(Tcg.ALG_AES).u16(128).u16(Tcg.ALG_CFB)
                : command.u16(Tcg.ALG_NULL);
    }

    /// Part 1, "Session key creation": KDFa over the salt, as the session is bound to nothing.
    private static Secret key(SharedSeed salt, Bytes nonceTpm, Bytes nonceCaller) {
        byte[] octets = Hmac.octets(salt.seed());
        try {
            return Secret.take(
                    Kdf.a(octets, "ATH", nonceTpm.toArray(), nonceCaller.toArray(), KEY_BYTES));
        } finally {
            Hmac.wipe(octets);
        }
    }
}
