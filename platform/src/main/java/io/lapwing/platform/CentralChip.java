package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Store;
import io.lapwing.trust.CentralEntity;
import io.lapwing.trust.CentralParts;
import io.lapwing.trust.ProfileChoice;
import io.lapwing.vault.DurableFile;
import io.lapwing.vault.Vault;
import java.security.SecureRandom;
import java.util.Optional;

/// What a Central Entity computes with, as long as it is open: a TPM, or the vault.
///
/// @param choice which profile is spoken with it
/// @param end frees the TPM
record CentralChip(ProfileChoice choice, CentralParts parts, Runnable end)
        implements AutoCloseable {
    private static final int MOST_KEY_BYTES = 1024;

    /// Opens what the configuration names.
    ///
    /// @param known by which the chip is known again
    /// @throws Fault `UNAVAILABLE` when it does not answer, `TAMPERED` when it is another than at the first start
    static CentralChip open(CentralConfig config, Vault vault, DurableFile known) {
        CentralParts parts = CentralParts.of(vault, Aes.best(), new SecureRandom());
        CentralChip chip =
                config.tpmAddress()
                        .map(address -> {
                            TpmChips.Opened tpm = TpmChips.open(address, Optional.empty());
                            return new CentralChip(
                                    config.choice(), parts.with(tpm.chip()), tpm::close);
                        })
                        .orElseGet(() -> new CentralChip(config.choice(), parts, () -> {}));
        try {
            chip.requireKnown(known);
            return chip;
        } catch (Fault fault) {
            chip.close();
            throw fault;
        }
    }

    private void requireKnown(DurableFile known) {
        Bytes storageKey = parts.chip().storageKey().point();
        Optional<Bytes> before = known.read(MOST_KEY_BYTES);
        if (before.isEmpty()) {
            known.write(storageKey);
        } else if (!before.get().equals(storageKey)) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "the Central Entity's chip is another than at its first start, and nodes seal keys to that one:"
                            + " want the same TPM, or the vault, as then; or remove "
                            + known.path()
                            + " and let all nodes join anew");
        }
    }

    /// A Central Entity over it.
    CentralSpeaker speaker(Store store) {
        return switch (choice.profile()) {
            case LAPWING -> new CentralOfLapwing(new CentralEntity(store, parts));
            case TIES_2024 -> CentralOfTies.over(choice, store, parts);
        };
    }

    @Override
    public void close() {
        end.run();
    }
}
