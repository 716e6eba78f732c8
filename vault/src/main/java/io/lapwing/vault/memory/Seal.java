package io.lapwing.vault.memory;

import io.lapwing.crypto.Secret;
import java.nio.file.Path;

/// What a memory vault's file is sealed by.
public sealed interface Seal {
    /// A file of 32 random octets, readable by its owner alone. Made with the vault when it is not there.
    record KeyFile(Path path) implements Seal {}

    /// A passphrase in UTF-8, stretched by Argon2id. The caller closes it after use.
    record Passphrase(Secret octets) implements Seal {}
}
