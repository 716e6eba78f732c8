package io.lapwing.trust;

import static io.lapwing.trust.World.N1;
import static io.lapwing.trust.World.N2;
import static io.lapwing.trust.World.N3;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The Central Entity loses power before or after any of its writes. Afterwards nothing is half done, and everything can
/// go on.
class CrashTest {
    private static final GroupId GROUP = new GroupId(3);

    @TempDir private Path folder = Path.of("");

    /// @param step the write at which power is lost: 0 enters the label, 1 burns it, 2 puts the node on the list
    /// @param after whether the write is done
    @ParameterizedTest
    @CsvSource({"0,false", "0,true", "1,false", "1,true", "2,false", "2,true", "3,false"})
    void joinsWhereverPowerIsLost(int step, boolean after) {
        try (World world = new World(folder, 41)) {
            world.add(N1);
            FailingStore failing = new FailingStore(world.store(), step, after);
            world.restart(failing);
            failing.arm();

            tryLabel(world);
            world.step(N1, world.node(N1).join(world.now, world.label(N1)));
            world.once();
            world.once();
            world.once();
            world.restart(world.store());
            tryLabel(world);
            world.run();
            if (world.node(N1).list().isEmpty()) {
                world.step(N1, world.node(N1).join(world.now, world.label(N1)));
                world.run();
            }

            assertThat(world.central.nodes())
                    .extracting(TrustedNode::state)
                    .containsExactly("joined");
            assertThat(world.central.status().list().nodes()).containsExactly(N1);
            assertThat(world.node(N1).list()).isPresent();
            assertThat(world.audit().stream().filter("trust.join 1 done"::equals)).hasSize(1);
        }
    }

    private static void tryLabel(World world) {
        boolean labelled = world.central.nodes().stream().anyMatch(node -> node.node().equals(N1));
        if (!labelled) {
            try {
                world.enterLabel(N1);
            } catch (io.lapwing.crypto.Fault _) {
                assertThat(world.central).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,false", "0,true", "1,false", "1,true"})
    void revokesWhollyWhereverPowerIsLost(int step, boolean after) {
        try (World world = new World(folder, 42)) {
            world.join(N1, N2, N3);
            world.send(
                    world.central.setGroup(
                            world.now, World.OPERATOR, GROUP, NodeId.CENTRAL, List.of(N1, N2, N3)));
            world.run();
            FailingStore failing = new FailingStore(world.store(), step, after);
            world.restart(failing);
            failing.arm();

            boolean failed = false;
            try {
                world.central.revoke(world.now, World.OPERATOR, N3);
            } catch (io.lapwing.crypto.Fault _) {
                failed = true;
            }
            world.restart(world.store());
            world.run();

            boolean revoked =
                    world.central.nodes().stream().anyMatch(node -> node.state().equals("revoked"));
            assertThat(failed).isTrue();
            assertThat(revoked).isEqualTo(step > 0 || after);
            assertThat(world.central.status().list().nodes().contains(N3)).isEqualTo(!revoked);
            assertThat(world.node(N2).list().orElseThrow())
                    .isEqualTo(world.central.status().list());
        }
    }

    @Test
    void translatesNothingThatIsNotInTheLog() {
        try (World world = new World(folder, 43)) {
            world.join(N1, N2);
            FailingStore failing = new FailingStore(world.store(), 0, false);
            world.restart(failing);
            failing.arm();

            world.step(N1, world.node(N1).connect(world.now, N2, Service.KTC_DIRECT));
            world.once();
            world.once();
            world.once();

            assertThat(world.heard(Message.Delivered.class)).isEmpty();
            world.restart(world.store());
            world.run();
            assertThat(world.share(N1, N2)).isTrue();
        }
    }
}
