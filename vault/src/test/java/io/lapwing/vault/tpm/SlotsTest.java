package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DATA;
import static io.lapwing.vault.tpm.Samples.IV;
import static io.lapwing.vault.tpm.Samples.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// More keys than the TPM has slots, which are three.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlotsTest {
    private Swtpm swtpm;
    private Tpm tpm;

    @BeforeAll
    void open(@TempDir Path folder) {
        swtpm = Swtpm.start(folder);
        tpm = swtpm.open();
    }

    @AfterAll
    void close() {
        tpm.close();
        swtpm.close();
    }

    private DuplicableKey make(KeyForm form) {
        StorageKey storage = tpm.storage(KeyKind.ECC_P256);
        return storage.make(form, DuplicationPolicy.toParents(List.of(storage.publicHalf())));
    }

    @Test
    void usesTenKeysInTurn() {
        List<DuplicableKey> keys = new ArrayList<>();
        List<Bytes> hidden = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            DuplicableKey key = make(i % 2 == 0 ? KeyForm.AES_256_CFB : KeyForm.HMAC_SHA256);
            keys.add(key);
            hidden.add(key.encrypt(IV, DATA));
        }

        for (int i = 0; i < 10; i++) {
            assertThat(keys.get(i).decrypt(IV, hidden.get(i))).isEqualTo(DATA);
        }
        assertThat(hidden).doesNotHaveDuplicates();
        keys.forEach(DuplicableKey::close);
    }

    @Test
    void servesManyThreads() throws InterruptedException, ExecutionException {
        try (DuplicableKey cipher = make(KeyForm.AES_256_CFB);
                DuplicableKey mac = make(KeyForm.HMAC_SHA256);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Bytes>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                DuplicableKey key = i % 2 == 0 ? cipher : mac;
                answers.add(threads.submit(() -> key.decrypt(IV, key.encrypt(IV, DATA))));
            }

            for (Future<Bytes> answer : answers) {
                assertThat(answer.get()).isEqualTo(DATA);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void keepsKeysUnderAStorageKeyThatIsItselfKept(KeyKind kind) {
        StorageKey primary = tpm.storage(KeyKind.ECC_P256);
        DuplicationPolicy.Parents policy;
        StoredKey child;
        StoredKey grandchild;
        Bytes hidden;
        try (StorageKey made = primary.makeStorage(kind)) {
            policy = DuplicationPolicy.toParents(List.of(made.publicHalf()));
            DuplicableKey key = made.make(KeyForm.AES_256_CFB, policy);
            hidden = key.encrypt(IV, DATA);
            child = StoredKey.parse(made.stored().encode());
            grandchild = StoredKey.parse(key.stored().encode());
            key.close();
        }

        try (StorageKey again = primary.loadStorage(child, kind);
                DuplicableKey key = again.load(grandchild, KeyForm.AES_256_CFB, policy)) {
            Duplicate toItself = key.duplicate(policy.to(again.publicHalf()));

            assertThat(key.decrypt(IV, hidden)).isEqualTo(DATA);
            assertThat(again.importKey(toItself, policy).decrypt(IV, hidden)).isEqualTo(DATA);
        }
    }

    @Test
    void refusesAStoredKeyOfAnotherParentOrPolicyOrThatWasAltered() {
        StorageKey primary = tpm.storage(KeyKind.ECC_P256);
        StorageKey other = tpm.storage(KeyKind.RSA_2048);
        DuplicationPolicy.Parents policy =
                DuplicationPolicy.toParents(List.of(primary.publicHalf()));
        StoredKey stored = make(KeyForm.HMAC_SHA256).stored();
        StoredKey altered = new StoredKey(stored.unique(), Samples.flipped(stored.sealed(), 9));

        assertFault(Fault.Kind.TAMPERED, () -> other.load(stored, KeyForm.HMAC_SHA256, policy));
        assertFault(Fault.Kind.TAMPERED, () -> primary.load(altered, KeyForm.HMAC_SHA256, policy));
        assertFault(
                Fault.Kind.TAMPERED,
                () ->
                        primary.load(
                                stored,
                                KeyForm.HMAC_SHA256,
                                DuplicationPolicy.toParents(List.of(other.publicHalf()))));
        assertFault(Fault.Kind.CONFLICT, primary::stored);
    }

    @Test
    void refusesAKeyThatWasClosed() {
        DuplicableKey key = make(KeyForm.HMAC_SHA256);
        key.close();
        key.close();

        assertFault(Fault.Kind.INTERNAL, () -> key.encrypt(IV, DATA))
                .hasMessageContaining("closed");
    }
}
