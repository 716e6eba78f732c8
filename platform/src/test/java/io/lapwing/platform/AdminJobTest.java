package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.people.Principal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminJobTest {
    @TempDir Path folder;

    @Test
    void listsAndShowsJobsAndCancelsNoneThatHasEnded() throws Exception {
        AdminWorld world = AdminWorld.in(folder);
        try (Platform platform = world.open()) {
            String id =
                    platform.messengers()
                            .jobs()
                            .start(
                                    Principal.local("anna"),
                                    "test.work",
                                    Optional.empty(),
                                    "",
                                    _ -> "all is well")
                            .id();
            platform.messengers().jobs().awaitAll();

            int listed = world.inside(platform, "job", "list", "--json");
            Map<?, ?> list = world.json();
            int shown = world.inside(platform, "job", "show", id);
            String text = world.out();
            int cancelled = world.inside(platform, "job", "cancel", id);
            int unknown = world.inside(platform, "job", "show", "nothing");

            assertThat(List.of(listed, shown)).containsOnly(0);
            assertThat(String.valueOf(list.get("jobs"))).contains(id, "test.work", "done");
            assertThat(text).contains("test.work", "all is well");
            assertThat(cancelled).isEqualTo(ExitCode.REFUSED.number());
            assertThat(unknown).isEqualTo(ExitCode.REFUSED.number());
        }
    }
}
