package io.lapwing.trust;

import static io.lapwing.trust.World.N1;
import static io.lapwing.trust.World.N2;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Central Entity keeps no session key, neither in its store nor in memory, and no label or master key in the clear.
class CanaryTest {
    @TempDir private Path folder = Path.of("");

    /// A chip whose one session key is known to the test, and goes through the Central Entity.
    private static final class Known implements KeyChip {
        private final KeyChip chip;
        private final Spy spy;

        Known(KeyChip chip, Spy spy) {
            this.chip = chip;
            this.spy = spy;
        }

        @Override
        public StorageKey storageKey() {
            return chip.storageKey();
        }

        @Override
        public MadeKey create(CentralKeys central) {
            return chip.create(central);
        }

        @Override
        public DerivingKey load(SealedKey sealed, CentralKeys central) {
            DerivingKey key = chip.load(sealed, central);
            spy.see(key);
            return key;
        }

        @Override
        public SealedKey rewrap(SealedKey sealed, StorageKey newParent, ListSigner signer) {
            return chip.rewrap(sealed, newParent, signer);
        }

        @Override
        public Held hold(Secret key) {
            spy.see(key);
            return chip.hold(key);
        }

        @Override
        public DerivingKey open(Bytes blob) {
            return chip.open(blob);
        }
    }

    /// Holds what must not be found, turned, so that it is not found here.
    private static final class Spy {
        private byte[] turned = new byte[0];

        void see(Secret key) {
            turned = key.use(octets -> octets.toArray(ValueLayout.JAVA_BYTE));
            turn();
        }

        void see(DerivingKey key) {
            try (Secret derived = key.derive(Bytes.of(1))) {
                see(derived);
            }
        }

        private void turn() {
            for (int i = 0; i < turned.length; i++) {
                turned[i] ^= 0x55;
            }
        }

        boolean isIn(byte[] haystack) {
            int length = turned.length;
            for (int at = 0; at + length <= haystack.length; at++) {
                int i = 0;
                while (i < length && (haystack[at + i] ^ 0x55) == turned[i]) {
                    i++;
                }
                if (i == length) {
                    return true;
                }
            }
            return false;
        }

        String hex() {
            byte[] clear = turned.clone();
            for (int i = 0; i < clear.length; i++) {
                clear[i] ^= 0x55;
            }
            return Bytes.of(clear).toHex();
        }
    }

    @Test
    void keepsNoKeyInTheStore() throws IOException {
        Spy spy = new Spy();
        try (World world = new World(folder, 61)) {
            world.join(N1, N2);
            world.connect(N1, N2, Service.KTC_DIRECT);
            spyOn(world, spy);
            world.connect(N1, N2, Service.KDC_DIRECT);
            assertThat(world.share(N1, N2)).isTrue();

            List<String> hidden =
                    List.of(
                            spy.hex(),
                            java.util.Objects.requireNonNull(world.labels.get(N1)).toHex());
            assertThat(world.audit().toString()).doesNotContain(hidden);
            for (String file : files()) {
                for (String key : hidden) {
                    String raw = new String(Bytes.hex(key).toArray(), StandardCharsets.ISO_8859_1);
                    assertThat(file.contains(key)).isFalse();
                    assertThat(file.contains(key.toLowerCase(Locale.ROOT))).isFalse();
                    assertThat(file.contains(raw)).isFalse();
                }
            }
        }
    }

    @Test
    void keepsNoSessionKeyOnTheHeap() throws IOException {
        Spy spy = new Spy();
        try (World world = new World(folder, 62)) {
            world.join(N1, N2);
            spyOn(world, spy);
            world.connect(N1, N2, Service.KDC_DIRECT);
            assertThat(spy.turned.length).isEqualTo(16);
            world.nodes.values().forEach(TrustNode::close);
            world.nodes.clear();

            Path dump = folder.resolve("heap.hprof");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpHeap(dump.toString(), true);

            assertThat(spy.isIn(Files.readAllBytes(dump))).isFalse();
        }
    }

    private static void spyOn(World world, Spy spy) {
        KeyChip chip = java.util.Objects.requireNonNull(world.chips.get(N2));
        TrustNode before =
                world.nodes.put(
                        N2,
                        new TrustNode(
                                world.state(N2),
                                new Known(chip, spy),
                                world.aes,
                                world.random,
                                NodeSettings.defaults()));
        if (before != null) {
            before.close();
        }
    }

    private List<String> files() throws IOException {
        try (var walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
