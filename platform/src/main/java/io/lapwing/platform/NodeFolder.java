package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/// What a node keeps: files of its own within a data folder, which its owner alone may enter.
record NodeFolder(DataFolder data) {
    /// The files.
    enum Part {
        /// What it remembers: number, membership, list. Not secret.
        STATE,
        /// Its label, until its join has burnt it: sealed by a TPM; secret with a software chip.
        LABEL,
        /// The same, once its join was answered: what makes sure that no label is used twice.
        USED_LABEL,
        /// The key that proves its state, as its TPM keeps it outside. Not secret.
        STATE_KEY,
        /// The keys of a software chip: secret.
        SOFTWARE_CHIP,
        /// By which its TPM is known again.
        TPM
    }

    private static final int MOST_BYTES = 64 * 1024;

    private Path folder() {
        return data.root().resolve("node");
    }

    private DurableFile file(Part part) {
        return new DurableFile(folder().resolve(Words.of(part)));
    }

    /// Makes the folder if it is not there.
    void create() {
        data.create();
        try {
            if (!Files.isDirectory(folder())) {
                Files.createDirectory(
                        folder(),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot make the folder " + folder(), e);
        }
    }

    /// Takes it for this process until the lock is closed.
    ///
    /// @throws Fault `CONFLICT` while another node or a platform runs on the data folder
    DataFolder.Lock lock() {
        return data.lock(Duration.ZERO);
    }

    /// What a file holds; empty where there is none.
    Optional<Bytes> read(Part part) {
        return file(part).read(MOST_BYTES);
    }

    /// Keeps this, durable on return.
    void write(Part part, Bytes octets) {
        file(part).write(octets);
    }

    /// Keeps it no more.
    void remove(Part part) {
        file(part).remove();
    }
}
