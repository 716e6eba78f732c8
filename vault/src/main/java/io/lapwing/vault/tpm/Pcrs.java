package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.util.ArrayList;
import java.util.List;

/// The platform configuration registers (Part 1, "Platform Configuration Registers").
final class Pcrs {
    /// TPM2_PCR_Read answers at most as many values as a TPML_DIGEST has.
    private static final int AT_ONCE = 8;

    /// How often all are read before one change after the other makes it give up.
    private static final int TRIES = 8;

    private final Chip chip;

    Pcrs(Chip chip) {
        this.chip = chip;
    }

    /// Values of one moment: the counter of changes was the same at each read.
    List<Bytes> values(PcrSelection selection) {
        for (int tries = 0; tries < TRIES; tries++) {
            Reading reading = read(selection);
            if (reading.steady()) {
                return reading.values();
            }
        }
        throw new Fault(
                Fault.Kind.CONFLICT,
                "PCRs changed during each of %d readings: try later".formatted(TRIES));
    }

    private record Reading(List<Bytes> values, boolean steady) {}

    private Reading read(PcrSelection selection) {
        List<Bytes> values = new ArrayList<>();
        List<Integer> counters = new ArrayList<>();
        List<Integer> pcrs = selection.pcrs();
        for (int at = 0; at < pcrs.size(); at += AT_ONCE) {
            List<Integer> some = pcrs.subList(at, Math.min(at + AT_ONCE, pcrs.size()));
            counters.add(readSome(new PcrSelection(some), values));
        }
        return new Reading(values, counters.stream().distinct().count() == 1);
    }

    /// Part 3, TPM2_PCR_Read.
    ///
    /// @return pcrUpdateCounter
    private int readSome(PcrSelection some, List<Bytes> values) {
        return chip.run(
                Command.of(CommandCode.PCR_READ).raw(some.encode()),
                decoder -> {
                    int counter = decoder.u32();
                    PcrSelection read = PcrSelection.read(decoder);
                    int count = decoder.count(AT_ONCE);
                    if (!read.equals(some) || count != some.pcrs().size()) {
                        throw decoder.wrong(
                                "%d values of PCRs %s: want those of %s"
                                        .formatted(count, read.pcrs(), some.pcrs()));
                    }
                    for (int i = 0; i < count; i++) {
                        values.add(decoder.sized());
                    }
                    return counter;
                });
    }

    /// Part 3, TPM2_PCR_Extend.
    void extend(int pcr, Bytes digest) {
        if (digest.length() != Sha256.LENGTH_BYTES) {
            throw Fault.badInput("PCR extended by " + digest.length() + " bytes: want 32");
        }
        chip.run(on(CommandCode.PCR_EXTEND, pcr).u32(1).u16(Tcg.ALG_SHA256).raw(digest));
    }

    /// Part 3, TPM2_PCR_Reset.
    void reset(int pcr) {
        chip.run(on(CommandCode.PCR_RESET, pcr));
    }

    private Command on(CommandCode code, int pcr) {
        Entity entity = Entity.byHandle(PcrSelection.of(pcr).pcrs().getFirst());
        return Command.of(code).on(entity, chip.authorization(entity));
    }
}
