package io.lapwing.vault.pkcs11;

import static io.lapwing.vault.pkcs11.Token.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.BindingTag;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.VaultSession;
import io.lapwing.vault.WrappedKey;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperingTest {
    private Pkcs11Vault vault;

    @BeforeAll
    void openVault(@TempDir Path folder) {
        vault = Pkcs11Vault.open(Token.withVault(folder).config());
    }

    @AfterAll
    void closeVault() {
        vault.close();
    }

    @Test
    void refusesAChangedCiphertextByItsTag() {
        WrappedKey wrapped = vault.generate(Token.ROW);
        WrappedKey changed = new WrappedKey(1, flipped(wrapped.ciphertext()), wrapped.tag());

        assertFault(Fault.Kind.TAMPERED, () -> Token.macOf(vault, changed));
        assertThat(Token.macOf(vault, wrapped).length()).isEqualTo(16);
    }

    @Test
    void refusesWhatTheTokenRefusesThoughItsTagIsTrue() {
        Bytes ciphertext = flipped(vault.generate(Token.ROW).ciphertext());
        Bytes message = BindingTag.message(1, Token.ROW, ciphertext);
        Seat seat = vault.link().take();
        Bytes tag = seat.bindingTag(message);
        vault.link().give(seat);
        WrappedKey changed = new WrappedKey(1, ciphertext, tag);

        assertFault(Fault.Kind.TAMPERED, () -> Token.macOf(vault, changed));
        assertThat(vault.status().available()).isTrue();
    }

    @Test
    void refusesSwappedRows() {
        KeyBinding.Root other =
                new KeyBinding.Root(Bytes.hex("70B3D57ED0000002"), KeyBinding.Kind.APP_KEY, 0, 1);
        WrappedKey mine = vault.generate(Token.ROW);
        WrappedKey theirs = vault.generate(other);

        try (VaultSession session = vault.open()) {
            assertFault(Fault.Kind.TAMPERED, () -> session.root(theirs, Token.ROW));
            assertFault(Fault.Kind.TAMPERED, () -> session.root(mine, other));
        }
    }

    private static Bytes flipped(Bytes octets) {
        byte[] changed = octets.toArray();
        changed[3] ^= 1;
        return Bytes.of(changed);
    }
}
