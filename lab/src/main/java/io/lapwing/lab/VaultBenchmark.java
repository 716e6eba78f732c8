package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.ReceiverKey;
import io.lapwing.vault.RootKey;
import io.lapwing.vault.Vault;
import io.lapwing.vault.VaultSession;
import io.lapwing.vault.WrappedKey;
import java.nio.file.Path;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// All that a join of LoRaWAN 1.0 asks of a vault: open the root key, CMAC of request and answer, protection of the answer,
/// and both session keys, each derived and wrapped for its receiver.
@State(Scope.Thread)
public abstract class VaultBenchmark {
    private static final KeyBinding.Root ROW =
            new KeyBinding.Root(Samples.DEV_EUI.bigEndian(), KeyBinding.Kind.APP_KEY, 0, 1);
    private static final Bytes REQUEST = Bytes.of(new byte[19]);
    private static final Bytes ANSWER = Bytes.of(new byte[16]);
    private static final Bytes NETWORK_BLOCK = Bytes.concat(Bytes.of(1), Bytes.of(new byte[15]));
    private static final Bytes APPLICATION_BLOCK =
            Bytes.concat(Bytes.of(2), Bytes.of(new byte[15]));

    private final TemporaryFolder folder = TemporaryFolder.of("lapwing-lab");
    private final Vault vault;
    private final WrappedKey wrapped;
    private final ReceiverKey networkServer;
    private final ReceiverKey applicationServer;

    /// @param create makes the vault in a folder that is there and empty
    VaultBenchmark(Function<Path, Vault> create) {
        vault = create.apply(folder.path());
        wrapped = vault.generate(ROW);
        networkServer = receiver(KeyBinding.Role.NETWORK_SERVER);
        applicationServer = receiver(KeyBinding.Role.APPLICATION_SERVER);
    }

    private ReceiverKey receiver(KeyBinding.Role role) {
        KeyBinding.Receiver binding = new KeyBinding.Receiver(role.name(), role, 1);
        return new ReceiverKey(binding, vault.generate(binding));
    }

    /// Both wrapped session keys, of 24 octets each.
    @Benchmark
    public Bytes join() {
        try (VaultSession session = vault.open()) {
            RootKey root = session.root(wrapped, ROW);
            Bytes _ = root.cmac(REQUEST);
            Bytes _ = root.cmac(ANSWER);
            Bytes _ = root.decrypt(ANSWER);
            return Bytes.concat(
                    root.deriveFor(NETWORK_BLOCK, networkServer),
                    root.deriveFor(APPLICATION_BLOCK, applicationServer));
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        vault.close();
        folder.close();
    }
}
