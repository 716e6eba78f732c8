package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.vault.tpm.Tpm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwtpmTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void answersUntilItIsClosedAndKeepsItsState() {
        Bytes root;
        Swtpm first = Swtpm.start(folder.resolve("one"));
        try (first;
                Tpm tpm = Tpm.open(first.address())) {
            root = tpm.rootName();
        }

        assertThat(first.isAlive()).isFalse();
        try (Swtpm again = Swtpm.start(folder.resolve("one"));
                Tpm tpm = Tpm.open(again.address())) {
            assertThat(tpm.rootName()).isEqualTo(root);
        }
    }

    @Test
    void saysHowToGetItWhereItIsMissing() {
        assertThatThrownBy(() -> Swtpm.start(folder, "swtpm-that-is-not-there"))
                .hasMessage(
                        "swtpm-that-is-not-there cannot be started: install it by apt-get install swtpm");
    }

    @Test
    void refusesAFolderWhoseNameIsTooLongForASocket() {
        assertThatThrownBy(() -> Swtpm.start(folder.resolve("x".repeat(120))))
                .hasMessageContaining("want a folder with a shorter name");
    }
}
