package io.lapwing.vault.pkcs11;

import static io.lapwing.vault.pkcs11.Token.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.ReceiverKey;
import io.lapwing.vault.RootKey;
import io.lapwing.vault.VaultSession;
import io.lapwing.vault.WrappedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The module is finalised and initialised after a number of objects, and nobody notices.
class RenewalTest {
    private static final int OBJECTS = 40;

    private @TempDir Path folder;
    private Pkcs11Vault vault;
    private WrappedKey wrapped;
    private ReceiverKey receiver;

    @BeforeEach
    void openVault() {
        Pkcs11Config.Limits limits = new Pkcs11Config.Limits(2, Duration.ofSeconds(5), OBJECTS);
        vault = Pkcs11Vault.open(Token.withVault(folder).with(limits).config());
        wrapped = vault.generate(Token.ROW);
        receiver = new ReceiverKey(Token.NETWORK_SERVER, vault.generate(Token.NETWORK_SERVER));
    }

    @AfterEach
    void closeVault() {
        vault.close();
    }

    @Test
    void servesOnThroughManyRenewals() throws ExecutionException, InterruptedException {
        Bytes delivered = Token.delivered(vault, wrapped, receiver);
        List<Future<Bytes>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10 * OBJECTS; i++) {
                results.add(threads.submit(() -> Token.delivered(vault, wrapped, receiver)));
            }
        }

        for (Future<Bytes> result : results) {
            assertThat(result.get()).isEqualTo(delivered);
        }
        assertThat(vault.link().renewals()).isGreaterThan(5);
    }

    @Test
    void putsARenewalOffWhileASittingIsOpen() {
        Bytes mac = Token.macOf(vault, wrapped);
        try (VaultSession sitting = vault.open()) {
            RootKey root = sitting.root(wrapped, Token.ROW);
            for (int i = 0; i < 2 * OBJECTS; i++) {
                WrappedKey _ = vault.generate(Token.ROW);
            }

            assertThat(root.cmac(Token.MESSAGE)).isEqualTo(mac);
            assertThat(vault.link().renewals()).isZero();
        }
        for (int i = 0; i < 4 * OBJECTS; i++) {
            Token.macOf(vault, wrapped);
        }

        assertThat(vault.link().renewals()).isPositive();
    }

    @Test
    void measuresTheTokenAlone() {
        vault.close();
        Pkcs11Config config = Pkcs11Token.config(Pkcs11Token.softHsm(), folder.resolve("token"));

        double rate = TokenCeiling.joinsPerSecond(config, 2, Duration.ofMillis(1));

        assertThat(rate).isPositive();
        assertFault(
                Fault.Kind.BAD_INPUT,
                () -> TokenCeiling.joinsPerSecond(config, 17, Duration.ofMillis(1)));
    }

    @Test
    void seatsAllWhoSitAtSoftHsmOnOneThread() throws Exception {
        List<Future<Thread>> threads = new ArrayList<>();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                threads.add(
                        callers.submit(() ->
                                vault.sit(sitting -> {
                                    Bytes _ = sitting.root(wrapped, Token.ROW).cmac(Token.MESSAGE);
                                    return Thread.currentThread();
                                })));
            }
        }

        for (Future<Thread> thread : threads) {
            assertThat(thread.get()).isSameAs(threads.getFirst().get());
        }
    }
}
