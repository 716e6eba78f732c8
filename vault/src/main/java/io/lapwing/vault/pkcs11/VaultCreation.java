package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Fault;
import io.lapwing.vault.Anchor;
import java.lang.foreign.Arena;

/// Makes the keys of a new vault in a token. The first wrapping key comes last: with it the vault exists, and what an
/// interrupted attempt left before that is removed by the next.
final class VaultCreation {
    private static final long[] CLASSES = {
        Ck.CKO_DATA, Ck.CKO_PUBLIC_KEY, Ck.CKO_PRIVATE_KEY, Ck.CKO_SECRET_KEY
    };

    private static final String[] LABELS = {
        Templates.BINDING,
        Templates.ANCHOR_MAC,
        Templates.IMPORT,
        Templates.SIGNING,
        Templates.ANCHOR,
        Templates.ROTATION + 1,
        Templates.UNFINISHED
    };

    private VaultCreation() {}

    static void create(Pkcs11Config config) {
        TokenModule module = new TokenModule(config.module(), config.softHsmConf());
        module.initialise();
        try {
            TokenModule.TokenInfo token = module.token(config.tokenLabel());
            try (TokenSession session = new TokenSession(module.functions(), token.slot())) {
                new TokenLink(module, config, System::nanoTime).login(token, session);
                create(session, config);
            }
        } finally {
            module.end();
        }
    }

    private static void create(TokenSession session, Pkcs11Config config) {
        if (!KeyRing.wrappingObjects(session).isEmpty()) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "token %s holds a vault already: open it, or use another token"
                            .formatted(config.tokenLabel()));
        }
        removeLeftovers(session);
        try (Arena arena = Arena.ofConfined()) {
            session.generate(Templates.macKey(arena, Templates.BINDING));
            long anchorMac = session.generate(Templates.macKey(arena, Templates.ANCHOR_MAC));
            session.generatePair(
                    Mechanism.RSA_KEY_PAIR_GEN,
                    Templates.importPublic(arena),
                    Templates.importPrivate(arena));
            session.generatePair(
                    Mechanism.EC_KEY_PAIR_GEN,
                    Templates.signingPublic(arena),
                    Templates.signingPrivate(arena));
            new Anchors(session, anchorMac).write(Anchor.NONE);
        }
        new Rotation(session, config.rotationSecret()).make(1);
    }

    private static void removeLeftovers(TokenSession session) {
        for (String label : LABELS) {
            for (long objectClass : CLASSES) {
                KeyRing.all(session, objectClass, label).forEach(session::destroy);
            }
        }
    }
}
