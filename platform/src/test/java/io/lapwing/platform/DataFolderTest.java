package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir private Path root = Path.of("");

    @Test
    void waitsForAnotherThatIsAboutToEnd() {
        DataFolder folder = new DataFolder(root);
        DataFolder.Lock first = folder.lock(Duration.ZERO);

        CompletableFuture<DataFolder.Lock> second =
                CompletableFuture.supplyAsync(() -> folder.lock(Duration.ofMinutes(1)));
        assertThat(second).isNotDone();
        first.close();

        second.join().close();
    }

    @Test
    void refusesAtOnceWhileAPlatformServes() throws Exception {
        DataFolder folder = new DataFolder(root);
        Files.createFile(folder.adminSocket());

        try (DataFolder.Lock _ = folder.lock(Duration.ZERO)) {
            assertThatThrownBy(() -> folder.lock(Duration.ofDays(1)))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("in use by a running lapwing: stop it first");
        }
    }
}
