package io.lapwing.kms;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.Admission;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.NonceVerdict;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.lorawan.SessionRequest;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Store;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import io.lapwing.vault.ImportKey;
import io.lapwing.vault.Vault;
import io.lapwing.vault.memory.MemoryVault;
import io.lapwing.vault.memory.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// The key management system over a memory vault and an embedded store in a folder, which can be closed and opened again.
final class TestKms implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final Actor ANNA = Actor.operator("anna");
    static final Actor BERT = Actor.operator("bert");
    static final Eui64 JOIN_EUI = Eui64.parse("70B3D57ED0000000");

    final Store store;
    final Vault vault;
    final Kms kms;
    final AtomicLong nanos = new AtomicLong();

    private TestKms(Path folder) {
        Path vaultFolder = folder.resolve("vault");
        if (!MemoryVault.isIn(vaultFolder)) {
            copyVault(vaultFolder);
        }
        vault = MemoryVault.open(vaultFolder, seal(vaultFolder), Aes.best());
        store = Stores.embedded(folder.resolve("store"), StoreOptions.of("kms"));
        kms = new Kms(store, vault, () -> NOW, nanos::get);
    }

    /// A fresh vault, made once for all tests and copied: its RSA key pair takes a second to make.
    private static final class Template {
        private static final Path FOLDER = make();

        private static Path make() {
            TemporaryFolder folder = TemporaryFolder.of("lapwing-kms-vault");
            Path made = folder.path();
            MemoryVault.create(made, seal(made), Aes.best()).close();
            Runtime.getRuntime().addShutdownHook(new Thread(folder::close));
            return made;
        }
    }

    private static Seal seal(Path vaultFolder) {
        return new Seal.KeyFile(vaultFolder.resolve("seal.key"));
    }

    private static void copyVault(Path target) {
        try (var files = Files.list(Template.FOLDER)) {
            Files.createDirectories(target);
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        target.resolve(file.getFileName()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestKms in(Path folder) {
        return new TestKms(folder);
    }

    static Eui64 eui(long value) {
        return new Eui64(value);
    }

    static NewDevice device(long devEui, MacVersion version) {
        return NewDevice.of(eui(devEui), JOIN_EUI, version);
    }

    Device create(long devEui, MacVersion version) {
        return kms.devices().create(ANNA, device(devEui, version));
    }

    List<AuditEvent> audit() {
        return store.audit().read(0, 10_000).stream().map(AuditLog.AuditRecord::event).toList();
    }

    /// A key sealed to this vault.
    String sealed(Bytes key) {
        ImportKey importKey = vault.importKey();
        JWEHeader header =
                new JWEHeader.Builder(
                                JWEAlgorithm.parse(importKey.algorithm()),
                                EncryptionMethod.parse(importKey.encryption()))
                        .keyID(importKey.keyId())
                        .build();
        return jwe(header, new RSAEncrypter(importKey.publicKey()), key);
    }

    /// A key sealed under a transport key.
    static String sealedUnder(Bytes transportKey, Bytes key) {
        try {
            return jwe(
                    new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM),
                    new DirectEncrypter(transportKey.toArray()),
                    key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String jwe(JWEHeader header, JWEEncrypter encrypter, Bytes key) {
        try {
            JWEObject jwe = new JWEObject(header, new Payload(key.toArray()));
            jwe.encrypt(encrypter);
            return jwe.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static Bytes octets(long seed, int length) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return Bytes.of(octets);
    }

    /// What a join with this DevNonce comes to.
    static NonceVerdict join(Device device, int devNonce) {
        Keying keying = device.macVersion().hasNwkKey() ? Keying.AS_1_1 : Keying.AS_1_0;
        return device.joins()
                .admit(
                        new Admission.Join(
                                device.joinEui(),
                                new DevNonce(devNonce),
                                new SessionRequest(
                                        new SessionKeyId(octets(devNonce, 16)),
                                        device.macVersion(),
                                        keying,
                                        new NetId(0x13),
                                        device.macVersion().hasNwkKey()
                                                ? device.keys().active()
                                                : null,
                                        device.keys().active())));
    }

    static AuditEvent accepted(Device device) {
        return new AuditEvent(
                NOW,
                "peer:acme",
                "join.accept",
                device.devEui().toString(),
                Trail.DONE,
                new TreeMap<>());
    }

    @Override
    public void close() {
        store.close();
        vault.close();
    }
}
