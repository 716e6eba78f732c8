package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.function.Function;

/// A key of a TPM under which other keys are made, imported and kept. Its private half never leaves the TPM.
///
/// A primary ([Tpm#storage]) is the same again after each start, and lives as long as the TPM is open; one made under
/// another is kept as [#stored()] and closed by who opened it. Safe for use by many threads.
public final class StorageKey implements AutoCloseable {
    /// One block of SHA-256: a longer key is hashed first (RFC 2104 §2).
    private static final int MOST_HELD_BYTES = 64;

    private final Chip chip;
    private final TpmObject object;
    private final StoragePublic publicHalf;
    private final Bytes privatePart;

    private StorageKey(Chip chip, TpmObject object, KeyKind kind, Bytes privatePart) {
        this.chip = chip;
        this.object = object;
        this.publicHalf = new StoragePublic(kind, object.area().unique());
        this.privatePart = privatePart;
    }

    static StorageKey primary(Chip chip, TpmObject object, KeyKind kind) {
        return new StorageKey(chip, object, kind, Bytes.EMPTY);
    }

    public StoragePublic publicHalf() {
        return publicHalf;
    }

    private Creation creation() {
        return new Creation(chip, object);
    }

    /// Makes a random key that may be duplicated as the policy says.
    public DuplicableKey make(KeyForm form, DuplicationPolicy policy) {
        return chip.locked(() -> {
            Creation.Made made = creation().random(Template.duplicable(form), policy.digest());
            return open(made.area(), made.sealed(), form, policy);
        });
    }

    /// Takes a key that was wrapped for this one.
    ///
    /// @param policy the one the key has
    /// @throws Fault `TAMPERED` when it was wrapped for another, altered, or has another policy
    public DuplicableKey importKey(Duplicate duplicate, DuplicationPolicy policy) {
        PublicArea area = duplicate.area(policy);
        return chip.locked(
                () -> open(area, importPrivate(duplicate, area), duplicate.form(), policy));
    }

    /// Wraps a key that was wrapped for this one for another instead: key translation. By TPM2_Rewrap, where this TPM has
    /// it, without loading the key; else by import and duplication.
    ///
    /// TPM2_Rewrap does not look at the policy, so that the route is one of it is checked here; who controls this TPM can
    /// read what is wrapped for it. Without TPM2_Rewrap the TPM holds to the policy.
    ///
    /// @throws Fault `TAMPERED` when it was wrapped for another, altered, or has another policy
    public Duplicate rewrap(Duplicate duplicate, Route route) {
        return chip.facts().rewraps()
                ? chip.locked(() -> rewrapAtOnce(duplicate, route))
                : importAndDuplicate(duplicate, route);
    }

    private Duplicate importAndDuplicate(Duplicate duplicate, Route route) {
        try (DuplicableKey key = importKey(duplicate, route.policy())) {
            return key.duplicate(route);
        }
    }

    /// Part 3, TPM2_Rewrap.
    private Duplicate rewrapAtOnce(Duplicate duplicate, Route route) {
        PublicArea area = duplicate.area(route.policy());
        TpmObject parent = chip.loadExternal(route.parent().area());
        try {
            chip.slots().bring(object, parent);
            return opened(
                    chip.on(CommandCode.REWRAP, object)
                            .on(chip.slots().entity(parent))
                            .sized(duplicate.sealed())
                            .sized(area.name())
                            .sized(duplicate.encryptedSeed()),
                    decoder -> Duplicate.read(decoder, area, duplicate.form()));
        } finally {
            chip.slots().drop(parent);
        }
    }

    /// Opens a key that was made or imported here.
    ///
    /// @throws Fault `TAMPERED` when it belongs under another, is altered, or has another policy
    public DuplicableKey load(StoredKey stored, KeyForm form, DuplicationPolicy policy) {
        PublicArea area =
                new PublicArea(Template.duplicable(form), policy.digest(), stored.unique());
        return chip.locked(() -> open(area, stored.sealed(), form, policy));
    }

    private DuplicableKey open(
            PublicArea area, Bytes sealed, KeyForm form, DuplicationPolicy policy) {
        TpmObject loaded = chip.load(object, area, sealed);
        DuplicableObject key = new DuplicableObject(chip, loaded, form, policy, sealed);
        return switch (form) {
            case AES_256_CFB -> new CipherKey(key);
            case HMAC_SHA256 -> new MacKey(key);
        };
    }

    /// Makes a random storage key under this one.
    public StorageKey makeStorage(KeyKind kind) {
        return chip.locked(() -> {
            Creation.Made made = creation().random(Template.storage(kind), Bytes.EMPTY);
            return openStorage(made.area(), made.sealed(), kind);
        });
    }

    /// Opens a storage key that was made here.
    ///
    /// @throws Fault `TAMPERED` when it belongs under another or is altered
    public StorageKey loadStorage(StoredKey stored, KeyKind kind) {
        PublicArea area = new PublicArea(Template.storage(kind), Bytes.EMPTY, stored.unique());
        return chip.locked(() -> openStorage(area, stored.sealed(), kind));
    }

    private StorageKey openStorage(PublicArea area, Bytes sealed, KeyKind kind) {
        return new StorageKey(chip, chip.load(object, area, sealed), kind, sealed);
    }

    /// Makes a signing key that works in this state alone.
    public BoundKey makeBound(PcrState state) {
        Bytes policy = PolicyDigest.START.pcr(state).value();
        return chip.locked(() -> {
            Creation.Made made = creation().random(Template.BOUND_P256, policy);
            return openBound(made.area(), made.sealed(), state);
        });
    }

    /// Opens a signing key that was made here.
    ///
    /// @throws Fault `TAMPERED` when it belongs under another, is altered, or is bound to another
    ///     state
    public BoundKey loadBound(StoredKey stored, PcrState state) {
        PublicArea area =
                new PublicArea(
                        Template.BOUND_P256,
                        PolicyDigest.START.pcr(state).value(),
                        stored.unique());
        return chip.locked(() -> openBound(area, stored.sealed(), state));
    }

    private BoundKey openBound(PublicArea area, Bytes sealed, PcrState state) {
        return new BoundKey(chip, chip.load(object, area, sealed), state, sealed);
    }

    /// Makes a random key for Diffie-Hellman under this one.
    public AgreementKey makeAgreement() {
        return chip.locked(() -> {
            Creation.Made made = creation().random(Template.AGREEMENT_P256, Bytes.EMPTY);
            return openAgreement(made.area(), made.sealed());
        });
    }

    /// Opens a key for Diffie-Hellman that was made here.
    ///
    /// @throws Fault `TAMPERED` when it belongs under another or is altered
    public AgreementKey loadAgreement(StoredKey stored) {
        PublicArea area = new PublicArea(Template.AGREEMENT_P256, Bytes.EMPTY, stored.unique());
        return chip.locked(() -> openAgreement(area, stored.sealed()));
    }

    private AgreementKey openAgreement(PublicArea area, Bytes sealed) {
        return new AgreementKey(chip, chip.load(object, area, sealed), sealed);
    }

    /// Takes an HMAC key over that was agreed or delivered: it is this TPM's from now on.
    ///
    /// @param key 1 to 64 octets, read only; goes to the TPM encrypted where the session is salted
    public HeldKey hold(Secret key) {
        if (key.length() < 1 || key.length() > MOST_HELD_BYTES) {
            throw Fault.badInput(
                    "key of %d bytes to hold: want 1 to %d"
                            .formatted(key.length(), MOST_HELD_BYTES));
        }
        return chip.locked(() -> {
            Creation.Made made = creation().of(Template.HELD, Bytes.EMPTY, key);
            return openHeld(made.area(), made.sealed());
        });
    }

    /// Opens a key that was taken over here.
    ///
    /// @throws Fault `TAMPERED` when it belongs under another or is altered
    public HeldKey loadHeld(StoredKey stored) {
        PublicArea area = new PublicArea(Template.HELD, Bytes.EMPTY, stored.unique());
        return chip.locked(() -> openHeld(area, stored.sealed()));
    }

    private HeldKey openHeld(PublicArea area, Bytes sealed) {
        return new HeldKey(chip, chip.load(object, area, sealed), sealed);
    }

    /// Seals octets to a state: the TPM gives them back in that state alone.
    ///
    /// @param data 1 to 128 octets, read only
    public SealedData seal(Secret data, PcrState state) {
        SealedData.requireSize(data);
        Bytes policy = PolicyDigest.START.pcr(state).value();
        return chip.locked(() -> {
            Creation.Made made = creation().of(Template.DATA, policy, data);
            return new SealedData(state, new StoredKey(made.area().unique(), made.sealed()));
        });
    }

    /// What was sealed here; the caller closes it.
    ///
    /// @throws Fault `FORBIDDEN` in another state, `TAMPERED` when it belongs under another or is altered
    public Secret unseal(SealedData data) {
        return chip.locked(() -> {
            TpmObject loaded = chip.load(object, data.area(), data.stored().sealed());
            try {
                return data.unseal(chip, loaded);
            } finally {
                chip.drop(loaded);
            }
        });
    }

    /// How to have it again after a restart, by [#loadStorage] of the key it was made under.
    ///
    /// @throws Fault `CONFLICT` for a primary, which is simply made again
    public StoredKey stored() {
        if (privatePart.length() == 0) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "primary keys are not stored: ask the TPM for it again");
        }
        return new StoredKey(object.area().unique(), privatePart);
    }

    /// Part 3, TPM2_Import: the duplicate becomes a private part under this key.
    private Bytes importPrivate(Duplicate duplicate, PublicArea area) {
        return opened(
                chip.making(CommandCode.IMPORT, object)
                        .sized(Bytes.EMPTY)
                        .sized(area.encode())
                        .sized(duplicate.sealed())
                        .sized(duplicate.encryptedSeed())
                        .u16(Tcg.ALG_NULL),
                Decoder::sized);
    }

    /// Runs a command that opens what was wrapped. A seed that is not for this key gives a TPM anything from a wrong HMAC to
    /// a wrong size, and it may say which; swtpm says TPM_RC_FAILURE of a seed of RSA, and works on.
    private <T> T opened(Command command, Function<Decoder, T> read) {
        try {
            return chip.run(command, read);
        } catch (Fault e) {
            if (e.kind() == Fault.Kind.BAD_INPUT || (failed() && chip.works())) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        "duplicate was wrapped for another key than %s, or altered"
                                .formatted(object.name()),
                        e);
            }
            throw e;
        }
    }

    private boolean failed() {
        return chip.link().lastCode() == ResponseCode.FAILURE.number();
    }

    /// Removes one that is no primary from the TPM's memory. Closing twice is harmless.
    @Override
    public void close() {
        if (privatePart.length() > 0) {
            chip.drop(object);
        }
    }
}
