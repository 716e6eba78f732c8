package io.lapwing.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A software TPM that ends with the test, and can lose its power.
final class SoftwareTpm implements AutoCloseable {
    private final Path folder;
    private Swtpm process;

    private SoftwareTpm(Path folder) {
        this.folder = folder;
        this.process = Swtpm.start(folder);
    }

    /// A new one.
    ///
    /// @param parent of its folder; a short path, as its socket's has at most 107 octets
    static SoftwareTpm in(Path parent) throws IOException {
        return new SoftwareTpm(Files.createTempDirectory(parent, "t"));
    }

    /// As `--tpm` takes it.
    String address() {
        return process.address().toString();
    }

    /// As after a loss of power: what it keeps is there, what was open is not.
    void restart() {
        process.close();
        process = Swtpm.start(folder);
    }

    @Override
    public void close() {
        process.close();
    }
}
