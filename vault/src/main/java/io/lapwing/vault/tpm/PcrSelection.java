package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// Some of the platform configuration registers of the SHA-256 bank.
///
/// @param pcrs their numbers, ascending, 0 to 23, at least one
public record PcrSelection(List<Integer> pcrs) {
    /// A PC client's TPM has 24 (TCG PC Client Platform TPM Profile, "PCR").
    static final int COUNT = 24;

    public PcrSelection {
        pcrs = List.copyOf(new TreeSet<>(pcrs));
        if (pcrs.isEmpty() || pcrs.getFirst() < 0 || pcrs.getLast() >= COUNT) {
            throw Fault.badInput("PCRs %s: want some of 0 to %d".formatted(pcrs, COUNT - 1));
        }
    }

    public static PcrSelection of(Integer... pcrs) {
        return new PcrSelection(List.of(pcrs));
    }

    /// TPML_PCR_SELECTION of one bank: a bit for each PCR, the lowest of the first octet for PCR 0.
    Bytes encode() {
        byte[] bits = new byte[COUNT / Byte.SIZE];
        for (int pcr : pcrs) {
            bits[pcr / Byte.SIZE] |= (byte) (1 << (pcr % Byte.SIZE));
        }
        try (Encoder encoder = new Encoder()) {
            return encoder.u32(1).u16(Tcg.ALG_SHA256).u8(bits.length).raw(bits).toBytes();
        }
    }

    static PcrSelection read(Decoder decoder) {
        if (decoder.count(1) != 1 || decoder.u16() != Tcg.ALG_SHA256) {
            throw decoder.wrong("PCRs of other banks: want those of SHA-256 alone");
        }
        int octets = decoder.u8();
        if (octets != COUNT / Byte.SIZE) {
            throw decoder.wrong("PCR bits in " + octets + " bytes: want 3");
        }
        Collection<Integer> pcrs = new TreeSet<>();
        Bytes bits = decoder.raw(octets);
        for (int pcr = 0; pcr < COUNT; pcr++) {
            if (((bits.at(pcr / Byte.SIZE) >> (pcr % Byte.SIZE)) & 1) == 1) {
                pcrs.add(pcr);
            }
        }
        if (pcrs.isEmpty()) {
            throw decoder.wrong("no PCR: want one or more");
        }
        return new PcrSelection(List.copyOf(pcrs));
    }
}
