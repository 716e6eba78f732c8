package io.lapwing.trust;

import static io.lapwing.trust.World.N1;
import static io.lapwing.trust.World.N2;
import static io.lapwing.trust.World.N3;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A member whose chip seals what is no key: it harms nobody but itself.
class BadKeyTest {
    private static final GroupId GROUP = new GroupId(7);

    @TempDir private Path folder = Path.of("");

    /// A chip that seals its keys wrongly while it is told to.
    private static final class Spoiling implements KeyChip {
        private final SoftwareChip chip = SoftwareChip.create(Aes.best());
        private boolean spoils;

        @Override
        public StorageKey storageKey() {
            return chip.storageKey();
        }

        @Override
        public MadeKey create(CentralKeys central) {
            MadeKey key = chip.create(central);
            return spoils ? new Spoilt(key) : key;
        }

        @Override
        public DerivingKey load(SealedKey sealed, CentralKeys central) {
            return chip.load(sealed, central);
        }

        @Override
        public SealedKey rewrap(SealedKey sealed, StorageKey newParent, ListSigner signer) {
            return chip.rewrap(sealed, newParent, signer);
        }

        @Override
        public Held hold(Secret key) {
            return chip.hold(key);
        }

        @Override
        public DerivingKey open(Bytes blob) {
            return chip.open(blob);
        }
    }

    private record Spoilt(KeyChip.MadeKey key) implements KeyChip.MadeKey {
        @Override
        public SealedKey sealed() {
            return new SealedKey(Samples.flipped(key.sealed().octets(), 40));
        }

        @Override
        public Secret derive(Bytes context) {
            return key.derive(context);
        }

        @Override
        public void close() {
            key.close();
        }
    }

    @Test
    void refusesAPairsKeyAndSaysSo() {
        Spoiling chip = new Spoiling();
        try (World world = world(1, chip)) {
            chip.spoils = true;

            world.connect(N1, N2, Service.KTC_DIRECT);

            assertThat(world.audit()).contains("trust.translate 1 bad-key");
            assertThat(world.refusals()).anyMatch(why -> why.contains("bad-key"));
            assertThat(world.node(N2).session(N1)).isEmpty();
        }
    }

    @Test
    void refusesAGroupsKeyAndGoesOnWithTheNextOne() {
        Spoiling chip = new Spoiling();
        try (World world = world(2, chip)) {
            chip.spoils = true;
            world.send(
                    world.central.setGroup(
                            world.now, World.OPERATOR, GROUP, N1, List.of(N1, N2, N3)));
            world.run();
            assertThat(world.audit()).contains("trust.group-key 1 bad-key");
            assertThat(world.node(N2).session(GROUP)).isEmpty();

            chip.spoils = false;
            world.send(
                    world.central.setGroup(world.now, World.OPERATOR, GROUP, N1, List.of(N1, N2)));
            world.run();

            world.events.clear();
            world.step(N1, world.node(N1).send(GROUP, Bytes.of(9)));
            world.run();
            assertThat(world.events).contains(new NodeEvent.Received(N1, Bytes.of(9)));
        }
    }

    private World world(long seed, KeyChip first) {
        World world =
                new World(
                        folder,
                        seed,
                        id -> id.equals(N1) ? first : SoftwareChip.create(Aes.best()));
        world.join(N1, N2, N3);
        return world;
    }
}
