package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;

/// Shows, before a vault is used, that its keys in the token can do what they should and nothing else.
final class KeyInspection {
    /// Templates that a wrapping key must refuse: readable, extractable, open to block encryption.
    private static final List<Template> EVIL =
            List.of(
                    evil().no(Ck.CKA_SENSITIVE).no(Ck.CKA_EXTRACTABLE).build(),
                    evil().no(Ck.CKA_SENSITIVE).yes(Ck.CKA_EXTRACTABLE).build(),
                    evil().yes(Ck.CKA_SENSITIVE).yes(Ck.CKA_EXTRACTABLE).build(),
                    evil().yes(Ck.CKA_SENSITIVE, Ck.CKA_ENCRYPT).no(Ck.CKA_EXTRACTABLE).build());

    private static final Map<Long, String> NAMES =
            Map.ofEntries(
                    Map.entry(Ck.CKA_PRIVATE, "CKA_PRIVATE"),
                    Map.entry(Ck.CKA_SENSITIVE, "CKA_SENSITIVE"),
                    Map.entry(Ck.CKA_EXTRACTABLE, "CKA_EXTRACTABLE"),
                    Map.entry(Ck.CKA_ENCRYPT, "CKA_ENCRYPT"),
                    Map.entry(Ck.CKA_DECRYPT, "CKA_DECRYPT"),
                    Map.entry(Ck.CKA_SIGN, "CKA_SIGN"),
                    Map.entry(Ck.CKA_WRAP, "CKA_WRAP"),
                    Map.entry(Ck.CKA_UNWRAP, "CKA_UNWRAP"),
                    Map.entry(Ck.CKA_DERIVE, "CKA_DERIVE"));

    private static final long[] SECRET_KEY_USES = {
        Ck.CKA_ENCRYPT, Ck.CKA_DECRYPT, Ck.CKA_SIGN, Ck.CKA_WRAP, Ck.CKA_UNWRAP, Ck.CKA_DERIVE
    };

    private static final long[] PRIVATE_KEY_USES = {
        Ck.CKA_DECRYPT, Ck.CKA_SIGN, Ck.CKA_UNWRAP, Ck.CKA_DERIVE
    };

    private final TokenSession session;

    KeyInspection(TokenSession session) {
        this.session = session;
    }

    private static Template.Builder evil() {
        return Template.in(Arena.global())
                .number(Ck.CKA_CLASS, Ck.CKO_SECRET_KEY)
                .number(Ck.CKA_KEY_TYPE, Ck.CKK_AES)
                .no(Ck.CKA_TOKEN, Ck.CKA_ENCRYPT);
    }

    /// Inspects every key of the vault.
    ///
    /// @throws Fault `TAMPERED` for the first key that is not as the vault made it
    void inspect() {
        KeyRing.wrappingObjects(session).forEach(this::inspectWrappingKey);
        inspectMacKey(Templates.BINDING);
        inspectMacKey(Templates.ANCHOR_MAC);
        inspectPrivateKey(Templates.IMPORT, Ck.CKA_DECRYPT);
        inspectPrivateKey(Templates.SIGNING, Ck.CKA_SIGN);
    }

    private void inspectWrappingKey(int version, long key) {
        String name = Templates.WRAPPING + " version " + version;
        requireGuarded(name, key);
        requireUses(name, key, SECRET_KEY_USES, Ck.CKA_WRAP, Ck.CKA_UNWRAP);
        requireUnwrapTemplate(name, key);
    }

    private void inspectMacKey(String label) {
        long key = KeyRing.one(session, Ck.CKO_SECRET_KEY, label);
        requireGuarded(label, key);
        requireUses(label, key, SECRET_KEY_USES, Ck.CKA_SIGN);
    }

    private void inspectPrivateKey(String label, long use) {
        long key = KeyRing.one(session, Ck.CKO_PRIVATE_KEY, label);
        requireGuarded(label, key);
        requireUses(label, key, PRIVATE_KEY_USES, use);
    }

    private void requireGuarded(String name, long key) {
        require(name, key, Ck.CKA_PRIVATE, true);
        require(name, key, Ck.CKA_SENSITIVE, true);
        require(name, key, Ck.CKA_EXTRACTABLE, false);
    }

    private void requireUses(String name, long key, long[] uses, long... allowed) {
        for (long use : uses) {
            boolean want = false;
            for (long one : allowed) {
                want |= one == use;
            }
            require(name, key, use, want);
        }
    }

    private void require(String name, long key, long attribute, boolean want) {
        if (session.flag(key, attribute) != want) {
            throw refusal(name, "has %s %b: want %b".formatted(NAMES.get(attribute), !want, want));
        }
    }

    /// Modules disagree on how CKA_UNWRAP_TEMPLATE is read back, so the key is asked to do what the template forbids.
    private void requireUnwrapTemplate(String name, long wrappingKey) {
        long sample = session.generate(Templates.NEW_KEY);
        Bytes wrapped = session.wrap(wrappingKey, sample);
        session.destroy(sample);
        for (Template template : EVIL) {
            if (session.tryUnwrap(wrappingKey, wrapped, template) == Ck.CKR_OK) {
                throw refusal(
                        name,
                        "unwraps a key as readable, extractable or encrypting: want CKA_UNWRAP_TEMPLATE"
                                + " {SENSITIVE, not EXTRACTABLE, not ENCRYPT}");
            }
        }
        session.destroy(session.unwrap(wrappingKey, wrapped, Templates.ROOT_KEY));
    }

    private static Fault refusal(String name, String what) {
        return new Fault(
                Fault.Kind.TAMPERED,
                "%s %s. It is not as this vault made it: find out who changed it"
                        .formatted(name, what));
    }
}
