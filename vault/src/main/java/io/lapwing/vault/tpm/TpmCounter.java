package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;

/// A counter of a TPM that only goes up, also across a loss of power, a restored backup and its own removal: a new one
/// begins above the highest that any counter of this TPM ever had (Part 1, "NV counter"), so not at 1.
///
/// NV memory wears out: chips bear some 100,000 increments. Safe for use by many threads.
public final class TpmCounter {
    /// Indices that owners may use begin here (TCG "Registry of Reserved TPM 2.0 Handles and Localities").
    public static final int FIRST_INDEX = 0x01800000;

    /// And end here.
    public static final int LAST_INDEX = 0x01BFFFFF;

    private static final int ATTRIBUTES =
            Tcg.NV_COUNTER | Tcg.NV_AUTHREAD | Tcg.NV_AUTHWRITE | Tcg.NV_NO_DA;

    private final Chip chip;
    private final int index;

    TpmCounter(Chip chip, int index) {
        if (index < FIRST_INDEX || index > LAST_INDEX) {
            throw Fault.badInput(
                    "NV index 0x%08X: want 0x%08X to 0x%08X"
                            .formatted(index, FIRST_INDEX, LAST_INDEX));
        }
        this.chip = chip;
        this.index = index;
    }

    /// Makes it, unless it is there already. A new one has no value before its first increment, so it gets one.
    void define() {
        boolean there =
                new Capabilities(chip.link()).handles(index).stream().anyMatch(h -> h == index);
        if (!there) {
            Entity owner = chip.owner();
            chip.run(
                    Command.of(CommandCode.NV_DEFINE_SPACE)
                            .on(owner, chip.authorization(owner))
                            .sized(Bytes.EMPTY)
                            .sized(area -> publicArea(area, 0)));
        }
        if (!isWritten()) {
            increment();
        }
    }

    /// TPMS_NV_PUBLIC.
    private void publicArea(Encoder area, int state) {
        area.u32(index)
                .u16(Tcg.ALG_SHA256)
                .u32(ATTRIBUTES | state)
                .sized(Bytes.EMPTY)
                .u16(Long.BYTES);
    }

    /// The Name, which changes with the first increment (Part 1, "Names": of the public area with its attributes).
    private Bytes name(boolean written) {
        try (Encoder area = new Encoder();
                Encoder name = new Encoder()) {
            publicArea(area, written ? Tcg.NV_WRITTEN : 0);
            return name.u16(Tcg.ALG_SHA256).raw(Sha256.digest(area.toArray())).toBytes();
        }
    }

    /// Part 3, TPM2_NV_ReadPublic. The Name shows all that the index is. No session protects this, as the HMAC of one
    /// needs the Name; a wrong answer makes the next command fail.
    ///
    /// @throws Fault `CONFLICT` when it is something else than such a counter
    private boolean isWritten() {
        Bytes found =
                chip.link()
                        .run(
                                Command.of(CommandCode.NV_READ_PUBLIC).on(Entity.byHandle(index)),
                                decoder -> {
                                    decoder.sized();
                                    return decoder.sized();
                                });
        if (found.equals(name(true))) {
            return true;
        }
        if (found.equals(name(false))) {
            return false;
        }
        throw new Fault(
                Fault.Kind.CONFLICT,
                "NV index 0x%08X is no counter of Lapwing's: take another".formatted(index));
    }

    /// Adds one; durable on return (Part 3, TPM2_NV_Increment).
    ///
    /// @return the new value
    public long increment() {
        return chip.locked(() -> {
            chip.run(on(CommandCode.NV_INCREMENT, isWritten()));
            return read();
        });
    }

    /// Part 3, TPM2_NV_Read.
    public long value() {
        return chip.locked(this::read);
    }

    private long read() {
        return chip.run(
                on(CommandCode.NV_READ, true).u16(Long.BYTES).u16(0),
                decoder -> {
                    Decoder inner = decoder.inner();
                    long value = inner.u64();
                    inner.finish();
                    return value;
                });
    }

    /// The index authorizes itself, with an empty authValue, and is what is worked on.
    private Command on(CommandCode code, boolean written) {
        Entity entity = new Entity(index, name(written), AuthValue.EMPTY);
        return Command.of(code).on(entity, chip.authorization(entity)).on(entity);
    }

    /// Removes it.
    public void remove() {
        chip.locked(() -> {
            Entity owner = chip.owner();
            chip.run(
                    Command.of(CommandCode.NV_UNDEFINE_SPACE)
                            .on(owner, chip.authorization(owner))
                            .on(new Entity(index, name(isWritten()), AuthValue.EMPTY)));
            return index;
        });
    }
}
