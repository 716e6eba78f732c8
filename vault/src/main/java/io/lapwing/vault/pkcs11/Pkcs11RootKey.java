package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.vault.KeyUse;
import io.lapwing.vault.ReceiverKey;
import io.lapwing.vault.RootKey;

/// A root key, or a key derived from one, as an object of a session.
final class Pkcs11RootKey implements RootKey {
    private final Pkcs11Session session;
    private final long key;
    private final KeyUse use;

    Pkcs11RootKey(Pkcs11Session session, long key, KeyUse use) {
        this.session = session;
        this.key = key;
        this.use = use;
    }

    @Override
    public Bytes cmac(Bytes message) {
        use.requireCmac();
        return token().sign(Mechanism.AES_CMAC, key, message);
    }

    @Override
    public Bytes decrypt(Bytes blocks) {
        use.requireDecrypt(blocks);
        return token().decrypt(Mechanism.AES_ECB, key, blocks);
    }

    @Override
    public RootKey derive(Bytes block) {
        KeyUse purpose = use.requireDerive(block);
        Template template =
                purpose == KeyUse.ENCRYPTION
                        ? Templates.DERIVED_FOR_DECRYPTION
                        : Templates.DERIVED_FOR_CMAC;
        long derived = session.own(token().derive(key, block, template));
        return new Pkcs11RootKey(session, derived, purpose);
    }

    @Override
    public Bytes deriveFor(Bytes block, ReceiverKey receiver) {
        use.requireDeriveFor(block, receiver.binding().role());
        TokenSession token = token();
        long wrappingKey = session.seat().receiver(receiver);
        long sessionKey = token.derive(key, block, Templates.SESSION_KEY);
        try {
            return token.wrap(wrappingKey, sessionKey);
        } finally {
            token.discard(sessionKey);
        }
    }

    private TokenSession token() {
        return session.seat().session();
    }
}
