package io.lapwing.vault.pkcs11;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// SoftHSM's file on a token itself, its label and encrypted PINs: `token.object`.
///
/// SoftHSM empties and writes it anew at each login. A process killed in between leaves it empty, and SoftHSM finds the
/// token no more, while every key in it is whole. So a copy is kept beside it, under a name that SoftHSM passes over, and
/// takes its place when it is empty.
final class TokenRecord {
    static final String NAME = "token.object";
    static final String COPY = "token.object.kept";

    private TokenRecord() {}

    /// Mends what is empty and copies what is not, for every token in SoftHSM's folder. While no process uses it.
    static void keep(Path tokens) throws IOException {
        if (!Files.isDirectory(tokens)) {
            return;
        }
        List<Path> folders;
        try (Stream<Path> entries = Files.list(tokens)) {
            folders = entries.filter(Files::isDirectory).toList();
        }
        for (Path folder : folders) {
            Path record = folder.resolve(NAME);
            Path copy = folder.resolve(COPY);
            if (isWhole(record)) {
                replace(copy, record);
            } else if (isWhole(copy)) {
                replace(record, copy);
            }
        }
    }

    private static boolean isWhole(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) > 0;
    }

    private static void replace(Path target, Path source) throws IOException {
        if (Files.exists(target) && Files.mismatch(target, source) < 0) {
            return;
        }
        Path fresh = target.resolveSibling("token.new");
        Files.copy(
                source,
                fresh,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(
                fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
