package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.tpm.PcrSelection;
import io.lapwing.vault.tpm.Tpm;
import io.lapwing.vault.tpm.TpmCounter;

/// What a TPM is to a device's boot and zone: a register that tells the truth to others, and a counter. It needs the module `vault` beside
/// the library; nothing else here does.
public final class DeviceTpm {
    /// The registers behind it can be set back, or are for certain callers alone (TCG PC Client Platform TPM Profile, "PCR Attributes").
    private static final int LAST_PCR = 15;

    private final Tpm tpm;

    /// @param tpm stays the caller's
    public DeviceTpm(Tpm tpm) {
        this.tpm = tpm;
    }

    /// A platform configuration register: what is sealed to its state, or signs in it, works after the boot that leads there and after
    /// no other.
    ///
    /// @param pcr 0 to 15, such as 9; 8 to 15 are the operating system's (TCG PC Client Platform Firmware Profile)
    public BootMeasurements measurements(int pcr) {
        if (pcr < 0 || pcr > LAST_PCR) {
            throw Fault.badInput(
                    "PCR %d for the boot: want 0 to %d, which nobody sets back"
                            .formatted(pcr, LAST_PCR));
        }
        return new Register(tpm, pcr);
    }

    /// A counter in the TPM's NV memory, made if there is none: for [KeptVersions].
    ///
    /// @param index [TpmCounter#FIRST_INDEX] to [TpmCounter#LAST_INDEX]
    /// @throws Fault `CONFLICT` when something else is there
    public RisingCounter counter(int index) {
        return new Counter(tpm.counter(index));
    }

    private record Register(Tpm tpm, int pcr) implements BootMeasurements {
        @Override
        public void extend(Bytes digest) {
            tpm.extend(pcr, digest);
        }

        @Override
        public Bytes value() {
            return tpm.pcrValues(PcrSelection.of(pcr)).getFirst();
        }
    }

    private record Counter(TpmCounter counter) implements RisingCounter {
        @Override
        public long value() {
            return counter.value();
        }

        @Override
        public long increment() {
            return counter.increment();
        }
    }
}
