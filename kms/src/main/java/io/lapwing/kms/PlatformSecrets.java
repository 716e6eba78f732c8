package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Json;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.RootKey;
import io.lapwing.vault.Vault;
import io.lapwing.vault.VaultSession;
import io.lapwing.vault.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Secrets of the platform itself that are stored nowhere: each is derived inside the vault, from a key that exists
/// outside it as a wrapped key alone, and from a purpose and a context that may be known.
public final class PlatformSecrets {
    /// How long a secret is.
    public static final int LENGTH_BYTES = 32;

    static final String KIND = "platform-key";

    private static final RowKey ROW =
            new RowKey(KIND, Bytes.of("secrets".getBytes(StandardCharsets.US_ASCII)));
    private static final KeyBinding.Platform BINDING = new KeyBinding.Platform(1);
    private static final int BLOCK_BYTES = 16;
    private static final Json JSON = Json.strict().build();

    private final Store store;
    private final Vault vault;
    private final FreshKeys fresh;
    private final Trail trail;

    PlatformSecrets(Store store, Vault vault, FreshKeys fresh, Trail trail) {
        this.store = store;
        this.vault = vault;
        this.fresh = fresh;
        this.trail = trail;
    }

    /// The key as its row says it.
    private record Body(int version, String key) {
        static Body of(WrappedKey wrapped) {
            return new Body(wrapped.version(), WrappedKeyJson.text(wrapped));
        }

        WrappedKey wrapped() {
            return WrappedKeyJson.read(version, key);
        }
    }

    /// The secret for a purpose and a context, the same each time: NIST SP 800-108r1 §4.1, counter mode over CMAC with a
    /// counter and a length of 32 bits.
    ///
    /// @param purpose the label, without NUL
    /// @return 32 octets; the caller closes it
    public Secret derive(String purpose, Bytes context) {
        WrappedKey wrapped = wrapped();
        try (VaultSession session = vault.open()) {
            RootKey key = session.platform(wrapped, BINDING);
            byte[] octets = new byte[LENGTH_BYTES];
            for (int i = 0; i < LENGTH_BYTES / BLOCK_BYTES; i++) {
                byte[] block = key.cmac(input(i + 1, purpose, context)).toArray();
                System.arraycopy(block, 0, octets, i * BLOCK_BYTES, BLOCK_BYTES);
                Arrays.fill(block, (byte) 0);
            }
            return Secret.take(octets);
        }
    }

    /// `[i] | Label | 00 | Context | [L]`.
    static Bytes input(int counter, String label, Bytes context) {
        return Bytes.concat(
                Bytes.of(0, 0, 0, counter),
                Bytes.of(label.getBytes(StandardCharsets.UTF_8)),
                Bytes.of(0),
                context,
                Bytes.of(0, 0, (LENGTH_BYTES * Byte.SIZE) >> Byte.SIZE, LENGTH_BYTES * Byte.SIZE));
    }

    private WrappedKey wrapped() {
        Optional<Row> row = store.get(ROW);
        if (row.isEmpty()) {
            create();
            row = store.get(ROW);
        }
        return row.map(PlatformSecrets::read)
                .orElseThrow(() ->
                        new io.lapwing.crypto.Fault(
                                io.lapwing.crypto.Fault.Kind.UNAVAILABLE,
                                "the platform's key was just removed: come again"));
    }

    /// Whoever is faster makes it; the other one's key is forgotten.
    private void create() {
        try (FreshKeys.Flight _ = fresh.begin()) {
            WrappedKey made = vault.generate(BINDING);
            Commit _ =
                    store.commit(
                            new Change(
                                    ROW,
                                    0,
                                    Optional.of(JSON.write(Body.of(made))),
                                    Optional.empty(),
                                    trail.done(
                                            Actor.system("platform"),
                                            "platform-key.create",
                                            KIND)));
        }
    }

    static WrappedKey read(Row row) {
        return JSON.read(row.body(), Body.class).wrapped();
    }

    /// The row's body with its key under the newest vault key.
    static Bytes rewrapped(Row row, Vault vault) {
        return JSON.write(Body.of(vault.rewrap(read(row), BINDING)));
    }
}
