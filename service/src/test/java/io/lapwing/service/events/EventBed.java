package io.lapwing.service.events;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Store;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.people.Target;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A store of the embedded engine with a feed over its log, and devices of which the owners are known.
public final class EventBed implements AutoCloseable {
    private final TemporaryFolder folder = TemporaryFolder.of("lapwing-events");
    private final KeyPair keys = newKeys();
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private Store store = open();
    private EventFeed feed = newFeed();

    private Store open() {
        return Stores.embedded(path().resolve("store"), StoreOptions.of("main"));
    }

    private EventFeed newFeed() {
        return new EventFeed(
                store.audit(), devEui -> Optional.ofNullable(owners.get(devEui)).map(Target::of));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// Its folder.
    public Path path() {
        return folder.path();
    }

    public Store store() {
        return store;
    }

    public EventFeed feed() {
        return feed;
    }

    PublicKey publicKey() {
        return keys.getPublic();
    }

    Bytes sign(Bytes message) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(keys.getPrivate());
            signer.update(message.toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    void owns(String owner, String devEui) {
        owners.put(devEui, owner);
    }

    /// A device joined.
    public long join(String devEui) {
        return record("join.accept", devEui, "done", Map.of("netId", "000013", "appKey", "v1"));
    }

    /// Any record.
    public long record(String action, String object, String outcome, Map<String, String> details) {
        return store.record(
                new AuditEvent(
                        Instant.now(),
                        "peer:acme",
                        action,
                        object,
                        outcome,
                        new TreeMap<>(details)));
    }

    /// Ends the process's hold on the store, and opens it again.
    public void reopen() {
        feed.close();
        store.close();
        store = open();
        feed = newFeed();
    }

    @Override
    public void close() {
        feed.close();
        store.close();
        folder.close();
    }
}
