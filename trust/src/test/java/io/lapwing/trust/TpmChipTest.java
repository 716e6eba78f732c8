package io.lapwing.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.tpm.Duplicate;
import io.lapwing.vault.tpm.DuplicationPolicy;
import io.lapwing.vault.tpm.KeyForm;
import io.lapwing.vault.tpm.KeyKind;
import io.lapwing.vault.tpm.Tpm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The contract with TPMs, with TPM2_Rewrap and without.
class TpmChipTest {
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class WithRewrap extends Contract {
        @Override
        Tpm openCentre() {
            return swtpms.get(1).open();
        }

        @Override
        boolean rewraps() {
            return true;
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class WithoutRewrap extends Contract {
        @Override
        @SuppressWarnings(
                "MustBeClosedChecker") // It serves the one connection that is opened here.
        Tpm openCentre() {
            return new LesserTpm(swtpms.get(1)).open();
        }

        @Override
        boolean rewraps() {
            return false;
        }
    }

    abstract static class Contract extends KeyChipContract {
        List<Swtpm> swtpms = List.of();
        private List<Tpm> tpms = List.of();
        private List<TpmChip> chips = List.of();

        abstract Tpm openCentre();

        abstract boolean rewraps();

        @BeforeAll
        void open(@TempDir Path folder) {
            swtpms = List.of(Swtpm.start(folder), Swtpm.start(folder), Swtpm.start(folder));
            tpms = List.of(swtpms.get(0).open(), openCentre(), swtpms.get(2).open());
            chips = tpms.stream().map(TpmChip::over).toList();
        }

        @AfterAll
        void close() {
            tpms.forEach(Tpm::close);
            swtpms.forEach(Swtpm::close);
        }

        @Override
        KeyChip first() {
            return chips.get(0);
        }

        @Override
        KeyChip centre() {
            return chips.get(1);
        }

        @Override
        KeyChip second() {
            return chips.get(2);
        }

        @Override
        int sealedBytes() {
            return 202;
        }

        private CentralKeys central() {
            return new CentralKeys(centre().storageKey(), signer.verificationKey());
        }

        @Test
        void passesAKeyOnToNobodyWhomTheSignerDoesNotPermit() {
            ListSigner other = Samples.signer();

            try (KeyChip.MadeKey made = first().create(central())) {
                Samples.assertFault(
                        Fault.Kind.TAMPERED,
                        () -> centre().rewrap(made.sealed(), second().storageKey(), other));
            }
            assertThat(tpms.get(1).facts().rewraps()).isEqualTo(rewraps());
        }

        @Test
        void refusesAKeyWithAnotherPolicy() {
            DuplicationPolicy.Parents foreign =
                    DuplicationPolicy.toParents(
                            List.of(
                                    tpms.get(1).storage(KeyKind.ECC_P256).publicHalf(),
                                    tpms.get(2).storage(KeyKind.ECC_P256).publicHalf()));
            var storage = tpms.get(0).storage(KeyKind.ECC_P256);

            try (var key = storage.make(KeyForm.HMAC_SHA256, foreign)) {
                Duplicate toCentre =
                        key.duplicate(
                                foreign.to(tpms.get(1).storage(KeyKind.ECC_P256).publicHalf()));
                Duplicate toSecond =
                        key.duplicate(
                                foreign.to(tpms.get(2).storage(KeyKind.ECC_P256).publicHalf()));

                Samples.assertFault(
                        Fault.Kind.TAMPERED,
                        () ->
                                centre().rewrap(
                                                new SealedKey(toCentre.encodeShort()),
                                                second().storageKey(),
                                                signer));
                Samples.assertFault(
                        Fault.Kind.TAMPERED,
                        () -> second().load(new SealedKey(toSecond.encodeShort()), central()));
            }
        }

        @Test
        void hasTheSameStorageKeyEachTime() {
            assertThat(TpmChip.over(tpms.get(0)).storageKey()).isEqualTo(first().storageKey());
            assertThat(first().storageKey().point().length()).isEqualTo(33);
            assertThat(Bytes.of(1)).isNotEqualTo(second().storageKey().point());
        }
    }
}
