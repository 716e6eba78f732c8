package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.Sha256;
import io.lapwing.vault.Anchor;
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
import java.security.PublicKey;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The vault in a token behind a PKCS#11 2.40 module. Root keys are unwrapped, used and derived from inside the token;
/// what leaves it is wrapped.
///
/// Each call into the module occupies the thread that carries a virtual thread until it returns; the pool of sessions
/// bounds how many at once ([Pkcs11Config.Limits]). Sittings of many callers follow each other on one thread where the module
/// wants that ([TokenThread]). A thread that holds a [VaultSession] and calls this vault takes a second session.
///
/// While the token is away every call fails with `UNAVAILABLE`. The first call after a pause of at most 5 s connects
/// again, without a restart. One vault per module and process.
public final class Pkcs11Vault implements Vault {
    private final TokenLink link;
    private final Pkcs11Config config;
    private final Importer importer;
    private final PublicKey signingKey;
    private final Optional<TokenThread> serial;
    private final ReentrantLock tokenObjects = new ReentrantLock();
    private volatile String engine;
    private volatile int keyVersion;

    private Pkcs11Vault(TokenLink link, Pkcs11Config config, Seat seat) {
        this.link = link;
        this.config = config;
        importer = Importer.probe(seat);
        signingKey = seat.keys().signingPublic();
        serial =
                TokenThread.suits(link.token())
                        ? Optional.of(new TokenThread(config.limits().patience()))
                        : Optional.empty();
        keyVersion = seat.keys().newest();
        engine = engine(link);
        new Anchors(seat.session(), seat.keys().anchorMac()).newest();
    }

    /// Makes the keys of a new vault in an initialised token, and opens it. Takes some seconds: an RSA key is made.
    ///
    /// @throws Fault `CONFLICT` when the token holds a vault, `UNAVAILABLE` when there is no such token or it refuses the
    ///     PIN
    public static Pkcs11Vault create(Pkcs11Config config) {
        VaultCreation.create(config);
        return open(config);
    }

    /// Opens the vault in a token, after showing that its keys are as the vault made them.
    ///
    /// @throws Fault `NOT_FOUND` when the token holds no vault, `TAMPERED` when a key in it is not as it should be,
    ///     `UNAVAILABLE` when there is no such token or it refuses the PIN
    public static Pkcs11Vault open(Pkcs11Config config) {
        return open(config, System::nanoTime);
    }

    static Pkcs11Vault open(Pkcs11Config config, LongSupplier nanoTime) {
        TokenModule module = new TokenModule(config.module(), config.softHsmConf());
        TokenLink link = new TokenLink(module, config, nanoTime);
        boolean opened = false;
        try {
            Seat seat = link.take();
            try {
                Pkcs11Vault vault = new Pkcs11Vault(link, config, seat);
                opened = true;
                return vault;
            } finally {
                link.give(seat);
            }
        } finally {
            if (!opened) {
                link.close();
            }
        }
    }

    TokenLink link() {
        return link;
    }

    @Override
    public VaultStatus status() {
        try {
            return with(seat -> {
                keyVersion = seat.keys().newest();
                engine = engine(link);
                Bytes _ = seat.bindingTag(Bytes.EMPTY);
                return status(true, "");
            });
        } catch (Fault e) {
            return status(false, e.getMessage());
        }
    }

    private VaultStatus status(boolean available, String detail) {
        return new VaultStatus(
                "pkcs11",
                engine,
                "keys stay in the token; PIN and imported keys pass through wiped native memory",
                keyVersion,
                available,
                detail);
    }

    private static String engine(TokenLink link) {
        TokenModule.TokenInfo token = link.token();
        return token == null
                ? "no token"
                : "%s (%s, %s)".formatted(token.label(), token.model(), token.manufacturer());
    }

    @Override
    public WrappedKey generate(KeyBinding binding) {
        return with(seat -> {
            long key = seat.session().generate(Templates.NEW_KEY);
            try {
                return WrappedKeys.seal(seat, key, binding);
            } finally {
                seat.session().discard(key);
            }
        });
    }

    @Override
    public Generated generateFor(KeyBinding.Root binding, ReceiverKey station) {
        KeyUse.requireStation(station.binding().role());
        return with(seat -> {
            long wrappingKey = seat.receiver(station);
            long key = seat.session().generate(Templates.NEW_KEY);
            try {
                WrappedKey stored = WrappedKeys.seal(seat, key, binding);
                return new Generated(stored, seat.session().wrap(wrappingKey, key));
            } finally {
                seat.session().discard(key);
            }
        });
    }

    @Override
    public ImportKey importKey() {
        return importer.key();
    }

    @Override
    public WrappedKey importSealed(KeyBinding binding, String jwe) {
        SealedKey sealed = SealedKey.parse(jwe, importer.key());
        sealed.requireLengthFor(binding);
        return with(seat -> {
            try (Secret key = importer.open(seat, sealed)) {
                return Importer.store(seat, binding, key);
            }
        });
    }

    @Override
    public ImportTransport openTransport(String jwe) {
        SealedKey sealed = SealedKey.parse(jwe, importer.key());
        sealed.requireTransportLength();
        return new Transport(with(seat -> importer.open(seat, sealed)));
    }

    /// The transport key stays in native memory of this process: what it opens passes there anyway.
    private final class Transport implements ImportTransport {
        private final Secret key;

        private Transport(Secret key) {
            this.key = key;
        }

        @Override
        public WrappedKey importSealed(KeyBinding binding, String jwe) {
            SealedKey sealed = SealedKey.parseDirect(jwe);
            sealed.requireLengthFor(binding);
            try (Secret opened = sealed.open(key)) {
                return with(seat -> Importer.store(seat, binding, opened));
            }
        }

        @Override
        public void close() {
            key.close();
        }
    }

    @Override
    public VaultSession open() {
        return new Pkcs11Session(link);
    }

    @Override
    public <T> T sit(Function<VaultSession, T> work) {
        return serial.isPresent()
                ? serial.get().run(() -> Vault.super.sit(work))
                : Vault.super.sit(work);
    }

    @Override
    public WrappedKey rewrap(WrappedKey wrapped, KeyBinding binding) {
        return with(seat -> {
            WrappedKeys.requireBound(seat, wrapped, binding);
            if (wrapped.version() == seat.keys().newest()) {
                return wrapped;
            }
            return rewrap(seat, wrapped, binding);
        });
    }

    private WrappedKey rewrap(Seat seat, WrappedKey wrapped, KeyBinding binding) {
        TokenSession session = seat.session();
        long _ = seat.keys().wrapping(wrapped.version());
        Bytes copy = seat.keys().rotationCopy(wrapped.version());
        long opener = new Rotation(session, config.rotationSecret()).opener(copy);
        try {
            long key = session.unwrap(opener, wrapped.ciphertext(), Templates.KEY_IN_ROTATION);
            try {
                return WrappedKeys.seal(seat, key, binding);
            } finally {
                session.discard(key);
            }
        } finally {
            session.discard(opener);
        }
    }

    @Override
    public int rotate() {
        return alone(seat -> {
            int version = seat.keys().newest() + 1;
            Rotation.Made made =
                    new Rotation(seat.session(), config.rotationSecret()).make(version);
            link.withKeeper((keeper, keys) -> keys.add(keeper, version, made));
            keyVersion = version;
            return version;
        });
    }

    @Override
    public void destroy(int version) {
        int _ =
                alone(seat -> {
                    if (version == seat.keys().newest()) {
                        throw new Fault(
                                Fault.Kind.CONFLICT,
                                "vault key version %d is the newest: rotate and re-wrap first"
                                        .formatted(version));
                    }
                    destroy(seat, version);
                    return version;
                });
    }

    private void destroy(Seat seat, int version) {
        long copy = seat.keys().wrapping(version);
        Long object = KeyRing.wrappingObjects(seat.session()).get(version);
        seat.keys().remove(version);
        if (object != null) {
            new Rotation(seat.session(), config.rotationSecret()).destroy(version, object);
            if (copy != object) {
                seat.session().discard(copy);
            }
        }
    }

    @Override
    public Bytes sign(Bytes message) {
        Bytes digest = Sha256.digest(message);
        return with(seat -> seat.session().sign(Mechanism.ECDSA, seat.keys().signing(), digest));
    }

    @Override
    public PublicKey signingKey() {
        return signingKey;
    }

    @Override
    public Secret derive(String purpose, Bytes context) {
        return with(seat ->
                Derivation.of(
                        message ->
                                seat.session()
                                        .sign(Mechanism.AES_CMAC, seat.keys().anchorMac(), message),
                        purpose,
                        context));
    }

    @Override
    public Anchor anchor() {
        return alone(seat -> new Anchors(seat.session(), seat.keys().anchorMac()).newest());
    }

    @Override
    public void advance(Anchor anchor) {
        Anchor _ =
                alone(seat -> {
                    new Anchors(seat.session(), seat.keys().anchorMac()).advance(anchor);
                    return anchor;
                });
    }

    /// Ends every session with the token.
    @Override
    public void close() {
        serial.ifPresent(TokenThread::close);
        link.close();
    }

    private <T> T with(Function<Seat, T> work) {
        Seat seat = link.take();
        try {
            return work.apply(seat);
        } finally {
            link.give(seat);
        }
    }

    /// Changes to the token's own objects and searches among them happen one after the other; the only other searches
    /// are those of a new connection, when no session is in use. SoftHSM 2.6 spoils an object that is being made while
    /// another session searches, and answers its maker with CKR_GENERAL_ERROR.
    private <T> T alone(Function<Seat, T> work) {
        tokenObjects.lock();
        try {
            return with(work);
        } finally {
            tokenObjects.unlock();
        }
    }
}
