package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the AppSKey of a device travels of which nobody said so.
class DefaultDeliveryTest {
    private static final String DEVICE = "70B3D57ED0000001";

    @TempDir Path folder;
    private AdminWorld world;
    private Platform platform;

    @BeforeEach
    void open() {
        world = AdminWorld.in(folder);
        platform = world.open();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private Map<?, ?> created(String... options) {
        world.create(platform, DEVICE, "1.0.4", options);
        world.inside(platform, "device", "show", DEVICE, "--json");
        return AdminWorld.object(world.json(), "delivery");
    }

    private String join() {
        return AdminWorld.join(platform, DEVICE, "1.0.4", 1);
    }

    @Test
    void waitsForAnApplicationServerWhereNoneIsNamed() {
        Map<?, ?> delivery = created();

        assertThat(delivery.get("appSKey")).isEqualTo("on-request");
        assertThat(join()).isEqualTo("Success");
    }

    @Test
    void goesOutWithTheJoinWhereAWrappingKeyIsNamed() {
        Map<?, ?> delivery = created("--as-key", "as-1");

        assertThat(delivery.get("appSKey")).isEqualTo("in-answer");
        assertThat(join()).isEqualTo("Success");
    }

    @Test
    void failsTheJoinWhereANamedWrappingKeyIsMissing() {
        Map<?, ?> delivery = created("--as-id", "nobody.example");

        assertThat(delivery.get("appSKey")).isEqualTo("in-answer");
        assertThat(join()).isEqualTo("JoinReqFailed");
    }

    @Test
    void isAskedForWhereThatWasSaid() {
        created("--as-id", "nobody.example", "--app-s-key", "on-request");

        assertThat(join()).isEqualTo("Success");
    }
}
