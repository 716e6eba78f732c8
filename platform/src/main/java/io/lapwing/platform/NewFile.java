package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Files that commands make: never over one that is there.
final class NewFile {
    private NewFile() {}

    /// What commands say that made a file and nothing else.
    record Written(String file) {}

    /// What is written.
    @FunctionalInterface
    interface Content<T> {
        T writeTo(OutputStream out) throws IOException;
    }

    /// Makes a file.
    ///
    /// @return what the content answers
    /// @throws Fault `CONFLICT` when there is one already, `UNAVAILABLE` when it cannot be written
    static <T> T write(Path file, Content<T> content) {
        try (OutputStream out =
                new BufferedOutputStream(
                        Files.newOutputStream(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            return content.writeTo(out);
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

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
