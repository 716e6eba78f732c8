package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Files that commands make: never over one that is there.
final class NewFile {
    static final OpenOption[] OPTIONS = {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};

    private NewFile() {}

    /// Why it could not be made.
    static Fault refused(Path file, IOException e) {
        return e instanceof FileAlreadyExistsException
                ? new Fault(Fault.Kind.CONFLICT, file + " exists: name a new file", e)
                : new Fault(
                        Fault.Kind.UNAVAILABLE,
                        file + " cannot be written: want room and a folder that may be written",
                        e);
    }
}
