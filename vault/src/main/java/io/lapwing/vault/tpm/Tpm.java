package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A TPM that is open.
///
/// One process uses it at a time, but through `/dev/tpmrm0`. At open, what a process before left in its slots is flushed,
/// except there. Everything opened through it is gone when it is closed. Safe for use by many threads, one after the
/// other.
///
/// Each method, here and on what it gives, throws [Fault]: `UNAVAILABLE` when the TPM is away, was reset or is too slow
/// (then open it again; what is stored loads again), `TAMPERED` when an answer does not verify, `EXHAUSTED`
/// when it is locked or full.
public final class Tpm implements AutoCloseable {
    /// As many octets as one TPM2_GetRandom gives on any chip: a SHA-256 digest's (Part 3, TPM2_GetRandom).
    private static final int RANDOM_AT_ONCE = 32;

    private final Chip chip;
    private final Map<KeyKind, StorageKey> primaries = new EnumMap<>(KeyKind.class);
    private final Map<KeyKind, AttestationKey> attestation = new EnumMap<>(KeyKind.class);
    private final Bytes rootName;

    private Tpm(Chip chip, KeyKind rootKind, TpmObject root) {
        this.chip = chip;
        this.rootName = root.name();
        primaries.put(rootKind, StorageKey.primary(chip, root, rootKind));
    }

    /// Opens with [TpmConfig#defaults()].
    public static Tpm open(TpmAddress address) {
        return open(address, TpmConfig.defaults());
    }

    /// Opens.
    ///
    /// @throws Fault `UNAVAILABLE` when no TPM answers there, `TAMPERED` when it is another than the expected one
    public static Tpm open(TpmAddress address, TpmConfig config) {
        boolean shared =
                address instanceof TpmAddress.Device(var path)
                        && path.getFileName().toString().startsWith("tpmrm");
        return open(Transport.connect(address, config.contact()), config, shared);
    }

    /// @param shared whether others use it at the same time, so that what is found in it may be theirs
    static Tpm open(Transport transport, TpmConfig config, boolean shared) {
        CommandLink link = new CommandLink(transport, new SecureRandom(), config.contact());
        try {
            return new Opening(link, config, shared).open(Tpm::new);
        } catch (Fault e) {
            link.close();
            throw e;
        }
    }

    /// What it is and can do.
    public TpmFacts facts() {
        return chip.facts();
    }

    /// The Name of its root, 34 octets: the same as long as nobody clears the TPM's owner. See [TpmConfig#expecting].
    public Bytes rootName() {
        return rootName;
    }

    /// Octets from the TPM's source (Part 3, TPM2_GetRandom).
    ///
    /// @param lengthBytes 1 to 32
    public Secret random(int lengthBytes) {
        if (lengthBytes < 1 || lengthBytes > RANDOM_AT_ONCE) {
            throw Fault.badInput(
                    "%d random bytes of the TPM: want 1 to %d"
                            .formatted(lengthBytes, RANDOM_AT_ONCE));
        }
        return chip.locked(() ->
                chip.run(
                        Command.of(CommandCode.GET_RANDOM).u16(lengthBytes),
                        decoder -> decoder.secret(lengthBytes)));
    }

    /// Its primary storage key of this kind, in the owner's hierarchy.
    public StorageKey storage(KeyKind kind) {
        return chip.locked(() -> primaries.computeIfAbsent(kind, this::makeStorage));
    }

    private StorageKey makeStorage(KeyKind kind) {
        Entity owner = chip.owner();
        return StorageKey.primary(
                chip,
                chip.createPrimary(owner, chip.authorization(owner), Template.storage(kind)),
                kind);
    }

    /// Its attestation key of this kind. The endorsement hierarchy's authorization has to be empty, as it is unless
    /// somebody set it.
    public AttestationKey attestation(KeyKind kind) {
        return chip.locked(() -> attestation.computeIfAbsent(kind, this::makeAttestation));
    }

    private AttestationKey makeAttestation(KeyKind kind) {
        Entity endorsement = Entity.byHandle(Tcg.RH_ENDORSEMENT);
        return new AttestationKey(
                chip,
                chip.createPrimary(
                        endorsement, chip.authorization(endorsement), Template.attestation(kind)),
                kind);
    }

    /// The values of some PCRs of the SHA-256 bank at one moment, ascending, 32 octets each.
    public List<Bytes> pcrValues(PcrSelection selection) {
        return chip.locked(() -> new Pcrs(chip).values(selection));
    }

    /// Their state at one moment.
    public PcrState pcrState(PcrSelection selection) {
        return PcrState.of(selection, pcrValues(selection));
    }

    /// Extends a PCR: it becomes SHA-256 of what it was and the digest.
    ///
    /// @param pcr 0 to 23
    /// @param digest 32 octets
    public void extend(int pcr, Bytes digest) {
        chip.locked(() -> {
            new Pcrs(chip).extend(pcr, digest);
            return pcr;
        });
    }

    /// Sets a PCR back to zeros, which is allowed for 16 and 23 on a PC and for no other.
    ///
    /// @throws Fault `FORBIDDEN` for another
    public void reset(int pcr) {
        chip.locked(() -> {
            new Pcrs(chip).reset(pcr);
            return pcr;
        });
    }

    /// The counter at this NV index, made if there is none.
    ///
    /// @param index [TpmCounter#FIRST_INDEX] to [TpmCounter#LAST_INDEX]
    /// @throws Fault `CONFLICT` when something else is there
    public TpmCounter counter(int index) {
        TpmCounter counter = new TpmCounter(chip, index);
        return chip.locked(() -> {
            counter.define();
            return counter;
        });
    }

    Chip chip() {
        return chip;
    }

    /// Flushes what is ours and hangs up. Closing twice is harmless.
    @Override
    public void close() {
        chip.close();
    }
}
