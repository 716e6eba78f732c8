package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.trust.KeyChip;
import io.lapwing.trust.TpmChip;
import io.lapwing.vault.tpm.Tpm;
import io.lapwing.vault.tpm.TpmAddress;
import io.lapwing.vault.tpm.TpmConfig;
import java.util.Optional;

/// Opens TPMs as chips of the trusted environment.
final class TpmChips {
    private TpmChips() {}

    /// A chip, and the TPM that it is.
    record Opened(KeyChip chip, Tpm tpm) implements AutoCloseable {
        /// Makes sure that it is still there.
        void check() {
            tpm.random(1).close();
        }

        @Override
        public void close() {
            tpm.close();
        }
    }

    /// @param rootName the TPM's, where it is known: no other is taken then
    /// @throws io.lapwing.crypto.Fault `UNAVAILABLE` when no TPM answers there, `TAMPERED` when it is another
    static Opened open(TpmAddress address, Optional<Bytes> rootName) {
        TpmConfig usual = TpmConfig.defaults();
        Tpm tpm = Tpm.open(address, rootName.map(usual::expecting).orElse(usual));
        return new Opened(TpmChip.over(tpm), tpm);
    }
}
