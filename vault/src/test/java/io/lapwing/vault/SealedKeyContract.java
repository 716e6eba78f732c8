package io.lapwing.vault;

import static io.lapwing.vault.Oracle.assertFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.KeyBinding.Kind;
import io.lapwing.vault.KeyBinding.Root;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How every [Vault] takes sealed keys, and the one vault that serves all tests of a class, since making its RSA key takes
/// a while.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SealedKeyContract {
    static final Bytes KEY = Bytes.hex("2B7E151628AED2A6ABF7158809CF4F3C");
    static final Bytes KEK = Bytes.hex("000102030405060708090A0B0C0D0E0F");
    static final Bytes DEVICE = Bytes.hex("70B3D57ED0000001");
    static final Root ROW = new Root(DEVICE, Kind.NWK_KEY, 0, 1);
    static final Bytes MESSAGE = Bytes.hex("00010203");

    /// Open; another object after [#reopen()].
    Vault vault;

    /// Opens the one vault of this class, which is made at the first call.
    protected abstract Vault openVault();

    @BeforeAll
    void openFirst() {
        vault = openVault();
        assertThat(vault.status().available()).isTrue();
    }

    @AfterAll
    void closeVault() {
        vault.close();
    }

    void reopen() {
        vault.close();
        vault = openVault();
    }

    @Test
    void namesAnImportKeyOfAtLeast2048Bits() {
        ImportKey importKey = vault.importKey();

        assertThat(importKey.publicKey().getModulus().bitLength()).isGreaterThanOrEqualTo(2048);
        assertThat(importKey.encryption()).isEqualTo("A256GCM");
        assertThat(importKey.keyId()).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void takesASealedKeyWithoutKeyId() {
        ImportKey importKey = vault.importKey();
        JWEHeader header = Sealing.header(importKey).keyID(null).build();

        WrappedKey wrapped = vault.importSealed(ROW, Sealing.sealed(importKey, header, KEY));

        assertThat(macOf(wrapped, ROW)).isEqualTo(macOf(imported(ROW, KEY), ROW));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void refusesASealedKeyOfWhichAPartWasChanged(int part) {
        String jwe = Sealing.withFlippedBit(Sealing.sealed(vault.importKey(), KEY), part);

        assertFault(Fault.Kind.TAMPERED, () -> vault.importSealed(ROW, jwe));
    }

    @Test
    void refusesASealedKeyWhoseHeaderWasSpeltAnew() {
        ImportKey importKey = vault.importKey();
        String header = "{ \"alg\":\"%s\",\"enc\":\"A256GCM\" }".formatted(importKey.algorithm());
        String jwe = Sealing.withHeader(Sealing.sealed(importKey, KEY), header);

        assertFault(Fault.Kind.TAMPERED, () -> vault.importSealed(ROW, jwe));
    }

    @Test
    void refusesAKeySealedToAnotherVault() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(vault.importKey().publicKey().getModulus().bitLength());
        RSAPublicKey foreign = (RSAPublicKey) generator.generateKeyPair().getPublic();
        ImportKey other = ImportKey.of(vault.importKey().algorithm(), foreign);
        JWEHeader withoutKeyId = Sealing.header(other).keyID(null).build();

        assertFault(Fault.Kind.BAD_INPUT, () -> vault.importSealed(ROW, Sealing.sealed(other, KEY)))
                .hasMessageContaining(other.keyId())
                .hasMessageContaining(vault.importKey().keyId());
        assertFault(
                Fault.Kind.TAMPERED,
                () -> vault.importSealed(ROW, Sealing.sealed(other, withoutKeyId, KEY)));
    }

    @Test
    void refusesOtherAlgorithms() {
        ImportKey key = vault.importKey();
        String otherAlgorithm =
                key.algorithm().equals("RSA-OAEP-256") ? "RSA-OAEP-512" : "RSA-OAEP-256";
        JWEHeader algorithm =
                new JWEHeader(JWEAlgorithm.parse(otherAlgorithm), EncryptionMethod.A256GCM);
        JWEHeader encryption =
                new JWEHeader(JWEAlgorithm.parse(key.algorithm()), EncryptionMethod.A128GCM);

        assertFault(
                        Fault.Kind.BAD_INPUT,
                        () -> vault.importSealed(ROW, Sealing.sealed(key, algorithm, KEY)))
                .hasMessage("JWE `alg` `%s`: want %s".formatted(otherAlgorithm, key.algorithm()));
        assertFault(
                        Fault.Kind.BAD_INPUT,
                        () -> vault.importSealed(ROW, Sealing.sealed(key, encryption, KEY)))
                .hasMessage("JWE `enc` `A128GCM`: want A256GCM");
    }

    @Test
    void refusesHeadersWithMoreThanItUnderstands() {
        ImportKey key = vault.importKey();
        JWEHeader zipped =
                Sealing.header(key).compressionAlgorithm(CompressionAlgorithm.DEF).build();

        assertFault(
                        Fault.Kind.BAD_INPUT,
                        () -> vault.importSealed(ROW, Sealing.sealed(key, zipped, KEY)))
                .hasMessage("JWE header has `zip`: want alg, enc and kid alone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"alg\":1}",
                "{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\",\"crit\":[\"kid\"]}",
                "{\"alg\":\"none\",\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\"}{}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}"
            })
    void refusesOtherHeaders(String header) {
        String jwe = Sealing.withHeader(Sealing.sealed(vault.importKey(), KEY), header);

        assertFault(Fault.Kind.BAD_INPUT, () -> vault.importSealed(ROW, jwe));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "....", "%.%.%.%.%", "e30=.e30.e30.e30.e30", "🔑.a.b.c.d"})
    void refusesWhatIsNoJwe(String text) {
        assertFault(Fault.Kind.BAD_INPUT, () -> vault.importSealed(ROW, text));
        assertFault(Fault.Kind.BAD_INPUT, () -> vault.openTransport(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 24, 32, 33})
    void refusesRootKeysOfOtherLengths(int length) {
        String jwe = Sealing.sealed(vault.importKey(), Bytes.of(new byte[length]));

        assertFault(Fault.Kind.BAD_INPUT, () -> vault.importSealed(ROW, jwe));
    }

    @Test
    void takesManyKeysUnderOneTransportKey() {
        Bytes transportKey = Bytes.concat(KEK, KEY);
        String sealedTransportKey = Sealing.sealed(vault.importKey(), transportKey);

        try (ImportTransport transport = vault.openTransport(sealedTransportKey)) {
            for (int i = 0; i < 20; i++) {
                Bytes key = block(i);
                WrappedKey wrapped = transport.importSealed(ROW, Sealing.direct(transportKey, key));

                assertThat(macOf(wrapped, ROW)).isEqualTo(macOf(imported(ROW, key), ROW));
            }
        }
    }

    @Test
    void refusesWhatIsNotSealedUnderTheTransportKey() {
        Bytes transportKey = Bytes.concat(KEK, KEY);
        String jwe = Sealing.direct(transportKey, KEY);
        ImportTransport transport =
                vault.openTransport(Sealing.sealed(vault.importKey(), transportKey));

        assertFault(
                Fault.Kind.TAMPERED,
                () -> transport.importSealed(ROW, Sealing.direct(Bytes.concat(KEY, KEK), KEY)));
        for (int part = 2; part < 5; part++) {
            String changed = Sealing.withFlippedBit(jwe, part);
            assertFault(Fault.Kind.TAMPERED, () -> transport.importSealed(ROW, changed));
        }
        assertFault(
                Fault.Kind.BAD_INPUT,
                () -> transport.importSealed(ROW, Sealing.sealed(vault.importKey(), KEY)));
        assertFault(
                Fault.Kind.BAD_INPUT,
                () -> transport.importSealed(ROW, Sealing.direct(transportKey, KEK.slice(1, 16))));
        transport.close();
        assertThatThrownBy(() -> transport.importSealed(ROW, jwe)).isInstanceOf(Fault.class);
    }

    @Test
    void refusesATransportKeyOfAnotherLength() {
        String jwe = Sealing.sealed(vault.importKey(), KEY);

        assertFault(Fault.Kind.BAD_INPUT, () -> vault.openTransport(jwe))
                .hasMessage("sealed transport key of 16 bytes: want 32");
    }

    WrappedKey imported(KeyBinding binding, Bytes key) {
        return vault.importSealed(binding, Sealing.sealed(vault.importKey(), key));
    }

    Bytes macOf(WrappedKey wrapped, Root binding) {
        try (VaultSession session = vault.open()) {
            return session.root(wrapped, binding).cmac(MESSAGE);
        }
    }

    static Bytes block(int type) {
        return Bytes.concat(Bytes.of(type), Bytes.hex("0102030405060708090A0B0C0D0E0F"));
    }
}
