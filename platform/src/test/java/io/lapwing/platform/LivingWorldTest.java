package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.joinserver.JoinEvents;
import io.lapwing.kms.Lifecycle;
import io.lapwing.service.http.HttpEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivingWorldTest {
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    @TempDir private Path folder;

    @Test
    void joinsAllItsDevicesAndGoesOnAfterARestart() throws InterruptedException {
        DataFolder data = new DataFolder(folder.resolve("data"));
        WorldFolder world = new WorldFolder(data);

        try (Platform platform = open(data)) {
            world.settle(platform);
            live(platform, world);

            assertThat(platform.kms().search().count(Lifecycle.ACTIVE)).isEqualTo(36);
        }

        try (Platform platform = open(data)) {
            assertThat(world.exists()).isTrue();
            live(platform, world);
        }
    }

    private static Platform open(DataFolder data) {
        return Platform.open(
                data,
                PlatformConfig.defaults()
                        .onLoopback(
                                PlatformConfig.StoreConfig.defaults(),
                                PlatformConfig.VaultConfig.defaults()),
                Map.of());
    }

    /// Lives until every device joined and some joined again.
    private static void live(Platform platform, WorldFolder folder) throws InterruptedException {
        Joins joins = new Joins(new CountDownLatch(60));
        try (WebDoor door = WebDoor.open(platform, joins, HttpEvents.NONE);
                LivingWorld _ = LivingWorld.over(platform, door.port(), folder, AT_ONCE)) {
            assertThat(joins.left().await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private record Joins(CountDownLatch left) implements JoinEvents {
        @Override
        public void answered(String messageType, String code, long nanos) {
            if (messageType.equals("JoinReq") && code.equals("Success")) {
                left.countDown();
            }
        }

        @Override
        public void unreadable(String reason) {}

        @Override
        public void undelivered() {}
    }
}
