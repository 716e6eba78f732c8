package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Files that people import, on their way in, and the lists of the rows that were refused.
///
/// A file is named by what is in it. So the same file sent again goes on where an import of it stopped, with its list,
/// and nobody imports it twice at once.
final class ImportFiles {
    /// How many lists of refused rows are kept, the newest.
    static final int MAX_LISTS = 100;

    private static final String ON_ITS_WAY = "upload-";
    private static final String LIST = ".refused.csv";

    private final Path folder;
    private final Set<String> inWork = ConcurrentHashMap.newKeySet();

    /// One for each instance that is open.
    ///
    /// @param folder of their own; what an earlier run left half is removed
    ImportFiles(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> left = Files.list(folder)) {
                left.filter(file -> !file.toString().endsWith(LIST)).forEach(ImportFiles::delete);
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "folder " + folder + " is not writable", e);
        }
    }

    /// Where they are.
    static Path folder(DataFolder data) {
        return data.root().resolve("imports");
    }

    /// A file that is here whole.
    ///
    /// @param name of its content, by which [#refused] finds its list
    /// @param lines how many it has
    record Taken(String name, Path file, Path refused, long lines) {}

    /// Takes a file as it comes, a piece at a time. One that breaks off leaves nothing.
    ///
    /// @param ending `.csv` or `.jsonl`
    /// @throws Fault `BAD_INPUT` when it breaks off, `CONFLICT` while the same content is imported
    Taken take(String ending, InputStream content) {
        Path coming = onItsWay();
        try {
            MessageDigest sha256 = Sha256.start();
            long lines = copied(content, coming, sha256);
            String name = HexFormat.of().formatHex(sha256.digest(), 0, 16);
            if (!inWork.add(name)) {
                throw new Fault(
                        Fault.Kind.CONFLICT, "this file is being imported already: see its job");
            }
            return placed(name, ending, coming, lines);
        } finally {
            delete(coming);
        }
    }

    private Path onItsWay() {
        try {
            return Files.createTempFile(folder, ON_ITS_WAY, "");
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "folder " + folder + " takes no file", e);
        }
    }

    private static long copied(InputStream content, Path to, MessageDigest sha256) {
        long octets = 0;
        long lines = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                out.write(buffer, 0, n);
                sha256.update(buffer, 0, n);
                octets += n;
                for (int i = 0; i < n; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.BAD_INPUT,
                    "the file broke off after "
                            + octets
                            + " bytes and nothing of it was taken:"
                            + " send it again",
                    e);
        }
        return lines;
    }

    private Taken placed(String name, String ending, Path coming, long lines) {
        try {
            Path file = folder.resolve(name + ending);
            Files.move(coming, file, StandardCopyOption.REPLACE_EXISTING);
            return new Taken(name, file, list(folder, name), lines);
        } catch (IOException e) {
            inWork.remove(name);
            throw new Fault(Fault.Kind.UNAVAILABLE, "folder " + folder + " takes no file", e);
        }
    }

    private static Path list(Path folder, String name) {
        return folder.resolve(name + LIST);
    }

    /// The list of refused rows of a content, when there is one.
    static Optional<Path> refused(Path folder, String name) {
        return Optional.of(name)
                .filter(text -> text.matches("[0-9a-f]{32}"))
                .map(text -> list(folder, text))
                .filter(Files::exists);
    }

    /// Its import has ended, or will go on when the file is sent again.
    void ended(Taken taken) {
        delete(taken.file());
        forgetOldest();
        inWork.remove(taken.name());
    }

    private void forgetOldest() {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> lists =
                    all.filter(file -> file.toString().endsWith(LIST))
                            .sorted(Comparator.comparingLong(ImportFiles::changed))
                            .toList();
            lists.subList(0, Math.max(0, lists.size() - MAX_LISTS)).forEach(ImportFiles::delete);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "folder " + folder + " cannot be read", e);
        }
    }

    private static long changed(Path file) {
        return file.toFile().lastModified();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be removed", e);
        }
    }
}
