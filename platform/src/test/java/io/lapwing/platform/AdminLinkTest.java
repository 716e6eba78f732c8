package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.Config;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may sign in at an OpenID provider, by the administrators' commands.
class AdminLinkTest {
    private static final String SUBJECT = "248289761001";

    @TempDir private Path folder = Path.of("");

    private AdminWorld world(String toml) {
        AdminWorld world = AdminWorld.in(folder);
        world.moveTo(Config.parse("lapwing.toml", toml, PlatformConfig.class));
        return world;
    }

    private static int link(AdminWorld world, Platform platform, String person) {
        return world.inside(platform, "person", "link", person, "--subject", SUBJECT);
    }

    @Test
    void linksAUserOnceAndUnlinks() {
        AdminWorld world =
                world(
                        """
                        [console.openid]
                        issuer = "https://login.example"
                        client-id = "lapwing"
                        """);

        try (Platform platform = world.open()) {
            for (String person : List.of("user:bert", "user:carl")) {
                int made = world.inside(platform, "person", "create", person, "--grant", "auditor");
                assertThat(made).as(world.err()).isZero();
            }
            int linked = link(world, platform, "user:bert");
            String said = world.out();
            int twice = link(world, platform, "user:carl");
            String why = world.err();
            int ended = world.inside(platform, "person", "sessions", "user:bert", "--end-all");
            int unlinked = world.inside(platform, "person", "unlink", "user:bert");

            assertThat(linked).isZero();
            assertThat(said).contains("oidc").doesNotContain(SUBJECT);
            assertThat(twice).isNotZero();
            assertThat(why).contains("another user is linked to this subject");
            assertThat(ended).isZero();
            assertThat(unlinked).isZero();
            assertThat(world.out()).doesNotContain("oidc");
        }
    }

    @Test
    void saysThatThereIsNoProvider() {
        AdminWorld world = world("");

        try (Platform platform = world.open()) {
            int made =
                    world.inside(platform, "person", "create", "user:bert", "--grant", "auditor");
            int linked = link(world, platform, "user:bert");

            assertThat(made).isZero();
            assertThat(linked).isNotZero();
            assertThat(world.err()).contains("no OpenID provider is configured");
        }
    }
}
