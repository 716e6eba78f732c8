package io.lapwing.vault.pkcs11;

import static io.lapwing.vault.pkcs11.Token.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.WrappedKey;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever has the PIN still reads no root key, and a vault whose keys were exchanged does not open.
class WrappingKeyGuardTest {
    private @TempDir Path folder;
    private Token token;

    @BeforeEach
    void makeVault() {
        token = Token.withVault(folder);
    }

    private Template.Builder attributes() {
        return Template.in(Arena.global())
                .number(Ck.CKA_CLASS, Ck.CKO_SECRET_KEY)
                .number(Ck.CKA_KEY_TYPE, Ck.CKK_AES)
                .yes(Ck.CKA_PRIVATE)
                .no(Ck.CKA_TOKEN, Ck.CKA_ENCRYPT);
    }

    private WrappedKey generated() {
        try (Pkcs11Vault vault = Pkcs11Vault.open(token.config())) {
            return vault.generate(Token.ROW);
        }
    }

    @Test
    void unwrapsNoRootKeyThatCouldBeRead() {
        Bytes rootKey = generated().ciphertext();
        Template readable = attributes().no(Ck.CKA_SENSITIVE).yes(Ck.CKA_EXTRACTABLE).build();
        Template extractable = attributes().yes(Ck.CKA_SENSITIVE, Ck.CKA_EXTRACTABLE).build();
        Template encrypting =
                attributes().yes(Ck.CKA_SENSITIVE, Ck.CKA_ENCRYPT).no(Ck.CKA_EXTRACTABLE).build();
        Template silent = attributes().build();

        token.asIntruder(session -> {
            long wrappingKey = KeyRing.one(session, Ck.CKO_SECRET_KEY, Templates.WRAPPING);
            long copy = session.copy(wrappingKey, Templates.SESSION_COPY);

            for (Template evil : new Template[] {readable, extractable, encrypting, silent}) {
                assertThat(session.tryUnwrap(wrappingKey, rootKey, evil)).isNotEqualTo(Ck.CKR_OK);
                assertThat(session.tryUnwrap(copy, rootKey, evil)).isNotEqualTo(Ck.CKR_OK);
            }
            assertThat(session.tryUnwrap(wrappingKey, rootKey, Templates.ROOT_KEY))
                    .isEqualTo(Ck.CKR_OK);
        });
    }

    @Test
    void neitherEncryptsNorDecryptsWithAWrappingKey() {
        token.asIntruder(session -> {
            long wrappingKey = KeyRing.one(session, Ck.CKO_SECRET_KEY, Templates.WRAPPING);

            assertThat(session.wouldEncrypt(wrappingKey)).isFalse();
            assertThat(session.wouldDecrypt(wrappingKey)).isFalse();
        });
    }

    @Test
    void showsTheValueOfNoKey() {
        token.asIntruder(session -> {
            long wrappingKey = KeyRing.one(session, Ck.CKO_SECRET_KEY, Templates.WRAPPING);
            long rootKey = session.generate(Templates.NEW_KEY);

            assertFault(Fault.Kind.INTERNAL, () -> session.attribute(wrappingKey, Ck.CKA_VALUE));
            assertFault(Fault.Kind.INTERNAL, () -> session.attribute(rootKey, Ck.CKA_VALUE));
        });
    }

    @Test
    void theRotationCopyIsWorthNothingWithoutTheRotationSecret() {
        AtomicReference<Bytes> copy = new AtomicReference<>(Bytes.EMPTY);

        token.asIntruder(session -> {
            long object = KeyRing.one(session, Ck.CKO_DATA, Templates.ROTATION + 1);
            copy.set(session.attribute(object, Ck.CKA_VALUE));
            long wrappingKey = KeyRing.one(session, Ck.CKO_SECRET_KEY, Templates.WRAPPING);

            assertThat(session.tryUnwrap(wrappingKey, copy.get(), Templates.OPENER))
                    .isNotEqualTo(Ck.CKR_OK);
        });

        assertThat(copy.get().length()).isEqualTo(40);
    }

    @Test
    void refusesAWrappingKeyThatUnwrapsReadableKeys() {
        exchangeWrappingKey(
                attributes()
                        .yes(Ck.CKA_TOKEN, Ck.CKA_SENSITIVE, Ck.CKA_WRAP, Ck.CKA_UNWRAP)
                        .no(Ck.CKA_EXTRACTABLE, Ck.CKA_DECRYPT, Ck.CKA_SIGN, Ck.CKA_DERIVE));

        assertFault(Fault.Kind.TAMPERED, () -> Pkcs11Vault.open(token.config()))
                .hasMessageContaining("want CKA_UNWRAP_TEMPLATE");
    }

    @Test
    void refusesAWrappingKeyThatEncrypts() {
        exchangeWrappingKey(
                attributes()
                        .yes(Ck.CKA_TOKEN, Ck.CKA_SENSITIVE, Ck.CKA_WRAP, Ck.CKA_UNWRAP)
                        .yes(Ck.CKA_ENCRYPT)
                        .no(Ck.CKA_EXTRACTABLE, Ck.CKA_DECRYPT, Ck.CKA_SIGN, Ck.CKA_DERIVE)
                        .memory(Ck.CKA_UNWRAP_TEMPLATE, Templates.FORCED_ON_UNWRAP.attributes()));

        assertFault(Fault.Kind.TAMPERED, () -> Pkcs11Vault.open(token.config()))
                .hasMessageContaining("CKA_ENCRYPT true: want false");
    }

    @Test
    void refusesABindingKeyThatCanLeave() {
        token.asIntruder(session -> {
            session.destroy(KeyRing.one(session, Ck.CKO_SECRET_KEY, Templates.BINDING));
            session.generate(
                    attributes()
                            .yes(Ck.CKA_TOKEN, Ck.CKA_SENSITIVE, Ck.CKA_SIGN)
                            .yes(Ck.CKA_EXTRACTABLE)
                            .number(Ck.CKA_VALUE_LEN, 32)
                            .octets(Ck.CKA_LABEL, label(Templates.BINDING))
                            .build());
        });

        assertFault(Fault.Kind.TAMPERED, () -> Pkcs11Vault.open(token.config()))
                .hasMessageContaining("CKA_EXTRACTABLE true: want false");
    }

    private void exchangeWrappingKey(Template.Builder attributes) {
        Template template =
                attributes
                        .number(Ck.CKA_VALUE_LEN, 32)
                        .octets(Ck.CKA_LABEL, label(Templates.WRAPPING))
                        .octets(Ck.CKA_ID, Templates.version(1).toArray())
                        .build();
        token.asIntruder(session -> {
            session.destroy(KeyRing.one(session, Ck.CKO_SECRET_KEY, Templates.WRAPPING));
            session.generate(template);
        });
    }

    private static byte[] label(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
