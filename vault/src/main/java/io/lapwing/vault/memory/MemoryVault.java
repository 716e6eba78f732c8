package io.lapwing.vault.memory;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.libc.SecretMemory;
import io.lapwing.vault.Anchor;
import io.lapwing.vault.BindingTag;
import io.lapwing.vault.Derivation;
import io.lapwing.vault.ImportKey;
import io.lapwing.vault.ImportTransport;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.KeyUse;
import io.lapwing.vault.ReceiverKey;
import io.lapwing.vault.SealedKey;
import io.lapwing.vault.Vault;
import io.lapwing.vault.VaultSession;
import io.lapwing.vault.VaultStatus;
import io.lapwing.vault.WrappedKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.concurrent.locks.ReentrantLock;

/// A vault in this process's memory, kept in a folder of two files: `vault.lapwing`, all keys under the seal, and
/// `anchor.lapwing`, what it has witnessed of the store.
public final class MemoryVault implements Vault {
    private static final String KEYS = "vault.lapwing";
    private static final String ANCHOR = "anchor.lapwing";
    private static final int ROOT_KEY_BYTES = 16;

    private final Aes aes;
    private final SealedFile file;
    private final AnchorFile anchorFile;
    private final ReceiverCache receivers = new ReceiverCache();

    /// Held while keys or the anchor change; whoever uses them reads the latest without it.
    private final ReentrantLock changes = new ReentrantLock();

    private volatile KeyStock stock;
    private volatile Anchor anchor;
    private volatile boolean closed;

    private MemoryVault(
            Aes aes, SealedFile file, KeyStock stock, AnchorFile anchorFile, Anchor anchor) {
        this.aes = aes;
        this.file = file;
        this.stock = stock;
        this.anchorFile = anchorFile;
        this.anchor = anchor;
    }

    /// Whether `folder` holds a vault to open.
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(KEYS));
    }

    /// Makes a vault in `folder`, an existing folder that holds none. A key file that is not there is made too.
    ///
    /// @throws Fault `CONFLICT` when there is a vault, `UNAVAILABLE` when the folder cannot be written
    public static MemoryVault create(Path folder, Seal seal, Aes aes) {
        SealedFile file = SealedFile.create(folder.resolve(KEYS), seal);
        KeyStock stock = KeyStock.random();
        AnchorFile anchorFile = new AnchorFile(folder.resolve(ANCHOR), aes, stock.anchorKey());
        anchorFile.write(Anchor.NONE);
        file.write(stock);
        return new MemoryVault(aes, file, stock, anchorFile, Anchor.NONE);
    }

    /// Opens the vault in `folder`.
    ///
    /// @throws Fault `NOT_FOUND` when there is none, `UNAUTHENTICATED` when `seal` is not its own, `FORBIDDEN` when others
    ///     may read the key file, `TAMPERED` when a file of it is damaged or gone
    public static MemoryVault open(Path folder, Seal seal, Aes aes) {
        SealedFile.Opened opened = SealedFile.open(folder.resolve(KEYS), seal);
        KeyStock stock = opened.stock();
        AnchorFile anchorFile = new AnchorFile(folder.resolve(ANCHOR), aes, stock.anchorKey());
        return new MemoryVault(aes, opened.file(), stock, anchorFile, anchorFile.read());
    }

    @Override
    public VaultStatus status() {
        return new VaultStatus(
                "memory",
                aes.engine(),
                SecretMemory.protection(),
                stock.newest().version(),
                !closed,
                closed ? "the vault is closed: open it again" : "");
    }

    @Override
    public WrappedKey generate(KeyBinding binding) {
        try (Secret key = Secret.random(ROOT_KEY_BYTES)) {
            return wrapped(key, binding);
        }
    }

    @Override
    public Generated generateFor(KeyBinding.Root binding, ReceiverKey station) {
        KeyUse.requireStation(station.binding().role());
        try (Secret stationKey = receiver(station);
                Secret key = Secret.random(ROOT_KEY_BYTES)) {
            return new Generated(wrapped(key, binding), aes.wrap(stationKey, key));
        }
    }

    @Override
    public ImportKey importKey() {
        return stock.pairs().importKey();
    }

    @Override
    public WrappedKey importSealed(KeyBinding binding, String jwe) {
        SealedKey sealed = SealedKey.parse(jwe, importKey());
        sealed.requireLengthFor(binding);
        try (Secret contentKey = usable().pairs().contentKey(sealed);
                Secret key = sealed.open(contentKey)) {
            return wrapped(key, binding);
        }
    }

    @Override
    public ImportTransport openTransport(String jwe) {
        SealedKey sealed = SealedKey.parse(jwe, importKey());
        sealed.requireTransportLength();
        try (Secret contentKey = usable().pairs().contentKey(sealed)) {
            return new MemoryTransport(this, sealed.open(contentKey));
        }
    }

    @Override
    public VaultSession open() {
        usable();
        return new MemorySession(this, aes);
    }

    @Override
    public WrappedKey rewrap(WrappedKey wrapped, KeyBinding binding) {
        try (Secret key = unwrapped(wrapped, binding)) {
            return wrapped(key, binding);
        }
    }

    @Override
    public int rotate() {
        changes.lock();
        try {
            KeyStock before = usable();
            VaultKey next = VaultKey.random(before.newest().version() + 1);
            KeyStock after = before.with(next);
            file.write(after);
            stock = after;
            return next.version();
        } finally {
            changes.unlock();
        }
    }

    @Override
    public void destroy(int version) {
        changes.lock();
        try {
            KeyStock before = usable();
            if (version == before.newest().version()) {
                throw new Fault(
                        Fault.Kind.CONFLICT,
                        "vault key version " + version + " is the newest: rotate and rewrap first");
            }
            VaultKey destroyed = before.version(version);
            KeyStock after = before.without(destroyed);
            file.write(after);
            stock = after;
            receivers.clear();
            destroyed.close();
        } finally {
            changes.unlock();
        }
    }

    @Override
    public Bytes sign(Bytes message) {
        return usable().pairs().sign(message);
    }

    @Override
    public PublicKey signingKey() {
        return stock.pairs().signingKey();
    }

    @Override
    public Secret derive(String purpose, Bytes context) {
        Secret key = usable().anchorKey();
        return Derivation.of(message -> aes.cmac(key, message), purpose, context);
    }

    @Override
    public Anchor anchor() {
        return anchor;
    }

    @Override
    public void advance(Anchor newer) {
        changes.lock();
        try {
            usable();
            newer.requireNotOlderThan(anchor);
            if (!newer.equals(anchor)) {
                anchorFile.write(newer);
                anchor = newer;
            }
        } finally {
            changes.unlock();
        }
    }

    @Override
    public void close() {
        changes.lock();
        try {
            closed = true;
            receivers.close();
            stock.close();
            file.close();
        } finally {
            changes.unlock();
        }
    }

    /// The key under the newest version of the vault key.
    WrappedKey wrapped(Secret key, KeyBinding binding) {
        VaultKey vaultKey = usable().newest();
        Bytes ciphertext = aes.wrap(vaultKey.wrapping(), key);
        Bytes message = BindingTag.message(vaultKey.version(), binding, ciphertext);
        return new WrappedKey(
                vaultKey.version(), ciphertext, aes.cmac(vaultKey.binding(), message));
    }

    /// The key inside; the tag is checked before anything is opened.
    Secret unwrapped(WrappedKey wrapped, KeyBinding binding) {
        VaultKey vaultKey = usable().version(wrapped.version());
        Bytes message = BindingTag.message(wrapped.version(), binding, wrapped.ciphertext());
        BindingTag.require(wrapped, aes.cmac(vaultKey.binding(), message));
        return aes.unwrap(vaultKey.wrapping(), wrapped.ciphertext());
    }

    /// A copy of a receiver's key: the caller closes it.
    Secret receiver(ReceiverKey receiver) {
        return receivers.copy(receiver, r -> unwrapped(r.wrapped(), r.binding()));
    }

    private KeyStock usable() {
        if (closed) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the vault is closed: open it again");
        }
        return stock;
    }
}
