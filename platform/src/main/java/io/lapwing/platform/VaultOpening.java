package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.service.SecretReference;
import io.lapwing.vault.Vault;
import io.lapwing.vault.memory.MemoryVault;
import io.lapwing.vault.memory.Seal;
import io.lapwing.vault.pkcs11.Pkcs11Config;
import io.lapwing.vault.pkcs11.Pkcs11Token;
import io.lapwing.vault.pkcs11.Pkcs11Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Opens the vault that the configuration names, and makes it at the first start.
final class VaultOpening {
    private final PlatformConfig.VaultConfig config;
    private final Path folder;
    private final Map<String, String> environment;

    VaultOpening(PlatformConfig.VaultConfig config, Path folder, Map<String, String> environment) {
        this.config = config;
        this.folder = folder;
        this.environment = environment;
    }

    Vault open() {
        return switch (config.adapter()) {
            case MEMORY -> memory();
            case PKCS11 -> pkcs11();
        };
    }

    private Vault memory() {
        makeFolder();
        Optional<Secret> passphrase = config.passphrase().map(this::read);
        try {
            Seal seal =
                    passphrase
                            .<Seal>map(Seal.Passphrase::new)
                            .orElseGet(() ->
                                    new Seal.KeyFile(
                                            config.keyFile()
                                                    .orElseGet(() -> folder.resolve("key"))));
            return MemoryVault.isIn(folder)
                    ? MemoryVault.open(folder, seal, Aes.best())
                    : MemoryVault.create(folder, seal, Aes.best());
        } finally {
            passphrase.ifPresent(Secret::close);
        }
    }

    private Vault pkcs11() {
        return config.token().isPresent() ? configuredToken() : ownToken();
    }

    private Vault configuredToken() {
        SecretReference pin = config.pin().orElseThrow();
        return openOrCreate(
                new Pkcs11Config(
                        config.module().orElseThrow(),
                        config.token().orElseThrow(),
                        () -> read(pin),
                        config.rotationSecret().map(Pkcs11Token::hexFile),
                        Optional.empty(),
                        Pkcs11Config.Limits.DEFAULT));
    }

    /// A token of SoftHSM2 in the vault's own folder.
    private Vault ownToken() {
        Path module = config.module().orElseGet(Pkcs11Token::softHsm);
        if (Files.isRegularFile(folder.resolve("softhsm2.conf"))) {
            return Pkcs11Vault.open(Pkcs11Token.config(module, folder));
        }
        return Pkcs11Token.found(module, folder);
    }

    private static Vault openOrCreate(Pkcs11Config token) {
        try {
            return Pkcs11Vault.open(token);
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.NOT_FOUND) {
                throw fault;
            }
            return Pkcs11Vault.create(token);
        }
    }

    private Secret read(SecretReference reference) {
        return reference.read(environment);
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
