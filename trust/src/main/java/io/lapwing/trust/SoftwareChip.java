package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Hkdf;
import io.lapwing.crypto.P256Point;
import io.lapwing.crypto.Secret;
import io.lapwing.oscore.CborWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.function.Function;
import java.util.function.Supplier;

/// A [KeyChip] whose keys are in this process's memory: for tests, simulations, and a Central Entity whose keys a vault
/// guards. It gives no protection against who owns the process.
///
/// A sealed key is the ephemeral point (33 octets) and the key wrapped (RFC 3394) under what ECDH and HKDF-SHA-256 give.
public final class SoftwareChip implements KeyChip, AutoCloseable {
    private static final int KEY_BYTES = 16;
    private static final int SEALED_BYTES = StorageKey.LENGTH_BYTES + KEY_BYTES + 8;
    private static final int WRAPPING_BYTES = 16;

    private final Aes aes;
    private final Secret privateKey;
    private final Secret holding;
    private final StorageKey storageKey;

    private SoftwareChip(Aes aes, Secret privateKey, Secret holding, StorageKey storageKey) {
        this.aes = aes;
        this.privateKey = privateKey;
        this.holding = holding;
        this.storageKey = storageKey;
    }

    /// A chip with new keys.
    public static SoftwareChip create(Aes aes) {
        Pair pair = Pair.create();
        return new SoftwareChip(
                aes,
                pair.privateKey(),
                Secret.random(WRAPPING_BYTES),
                new StorageKey(pair.point()));
    }

    /// A chip whose keys come from elsewhere: the same chip each time.
    ///
    /// @param source gives a secret of 32 octets for a context, the same for the same one
    public static SoftwareChip of(Aes aes, Function<Bytes, Secret> source) {
        Secret privateKey =
                P256.privateKey((int number) ->
                        source.apply(new CborWriter().text("storage key").number(number).done()));
        Secret holding = Secret.allocate(WRAPPING_BYTES);
        try (Secret derived = source.apply(new CborWriter().text("holding").done())) {
            derived.use(octets -> holding.segment().copyFrom(octets.asSlice(0, WRAPPING_BYTES)));
        }
        // Of the two points with this x either will do, as x alone enters a shared secret.
        Bytes point = P256Point.even(P256.share(privateKey)).compressed();
        return new SoftwareChip(aes, privateKey, holding, new StorageKey(point));
    }

    private record Pair(Secret privateKey, Bytes point) {
        static Pair create() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                var pair = generator.generateKeyPair();
                byte[] number = new byte[P256.COORDINATE_BYTES];
                byte[] octets = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
                int length = Math.min(octets.length, number.length);
                System.arraycopy(
                        octets, octets.length - length, number, number.length - length, length);
                return new Pair(
                        Secret.take(number),
                        P256Point.of((ECPublicKey) pair.getPublic()).compressed());
            } catch (GeneralSecurityException e) {
                throw new Fault(Fault.Kind.INTERNAL, "the JDK makes no key on P-256", e);
            }
        }
    }

    @Override
    public StorageKey storageKey() {
        return storageKey;
    }

    @Override
    public MadeKey create(CentralKeys central) {
        return new Made(Secret.random(KEY_BYTES), central.storage());
    }

    @Override
    public DerivingKey load(SealedKey sealed, CentralKeys central) {
        return new SoftwareKey(open(sealed));
    }

    @Override
    public SealedKey rewrap(SealedKey sealed, StorageKey newParent, ListSigner signer) {
        try (Secret key = open(sealed)) {
            return seal(key, newParent);
        }
    }

    @Override
    public Held hold(Secret key) {
        return new Held(new SoftwareKey(copy(key)), aes.wrap(holding, key));
    }

    @Override
    public DerivingKey open(Bytes blob) {
        return new SoftwareKey(foreign(() -> aes.unwrap(holding, blob)));
    }

    private static Secret copy(Secret key) {
        Secret copy = Secret.allocate(key.length());
        key.use(octets -> copy.segment().copyFrom(octets));
        return copy;
    }

    private SealedKey seal(Secret key, StorageKey parent) {
        Pair ephemeral = Pair.create();
        try (Secret _ = ephemeral.privateKey();
                Secret shared = P256.agreeWith(ephemeral.privateKey(), parent.point());
                Secret wrapping = wrapping(shared, ephemeral.point(), parent)) {
            return new SealedKey(Bytes.concat(ephemeral.point(), aes.wrap(wrapping, key)));
        }
    }

    private Secret open(SealedKey sealed) {
        Bytes octets = sealed.octets();
        if (octets.length() != SEALED_BYTES) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "sealed key of %d bytes: want %d".formatted(octets.length(), SEALED_BYTES));
        }
        return foreign(() -> unwrap(octets));
    }

    private Secret unwrap(Bytes octets) {
        Bytes point = octets.slice(0, StorageKey.LENGTH_BYTES);
        try (Secret shared = P256.agreeWith(privateKey, point);
                Secret wrapping = wrapping(shared, point, storageKey)) {
            return aes.unwrap(wrapping, octets.slice(StorageKey.LENGTH_BYTES, octets.length()));
        }
    }

    /// What others sent is not for this chip, whatever is wrong with it.
    static <T> T foreign(Supplier<T> work) {
        try {
            return work.get();
        } catch (Fault e) {
            throw e.kind() == Fault.Kind.BAD_INPUT
                    ? new Fault(Fault.Kind.TAMPERED, "not for this chip: " + e.getMessage(), e)
                    : e;
        }
    }

    private static Secret wrapping(Secret shared, Bytes ephemeral, StorageKey parent) {
        return Hkdf.sha256(
                shared, Bytes.EMPTY, Bytes.concat(ephemeral, parent.point()), WRAPPING_BYTES);
    }

    @Override
    public void close() {
        privateKey.close();
        holding.close();
    }

    /// A session key, and the chip to which it goes.
    private final class Made implements MadeKey {
        private final Secret secret;
        private final StorageKey central;

        Made(Secret secret, StorageKey central) {
            this.secret = secret;
            this.central = central;
        }

        @Override
        public Secret derive(Bytes context) {
            return SoftwareKey.hmac(secret, context);
        }

        @Override
        public SealedKey sealed() {
            return seal(secret, central);
        }

        @Override
        public void close() {
            secret.close();
        }
    }
}
