package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TpmCounterTest {
    private static final int INDEX = TpmCounter.FIRST_INDEX + 7;

    private Swtpm swtpm;
    private Tpm tpm;

    @BeforeEach
    void open(@TempDir Path folder) {
        swtpm = Swtpm.start(folder);
        tpm = swtpm.open();
    }

    @AfterEach
    void close() {
        tpm.close();
        swtpm.close();
    }

    @Test
    void goesUpByOneAlsoAcrossALossOfPower() {
        TpmCounter counter = tpm.counter(INDEX);
        long first = counter.value();
        counter.increment();

        tpm.close();
        swtpm.stop();
        swtpm.startAgain();
        tpm = swtpm.open();
        TpmCounter again = tpm.counter(INDEX);

        assertThat(again.value()).isEqualTo(first + 1);
        assertThat(again.increment()).isEqualTo(first + 2);
        assertThat(again.value()).isEqualTo(first + 2);
    }

    @Test
    void beginsAboveWhatItWasWhenItIsMadeAnew() {
        TpmCounter counter = tpm.counter(INDEX);
        counter.increment();
        long last = counter.increment();

        counter.remove();
        TpmCounter anew = tpm.counter(INDEX);

        assertThat(anew.value()).isGreaterThan(last);
        assertFault(Fault.Kind.BAD_INPUT, () -> tpm.counter(TpmCounter.FIRST_INDEX - 1));
    }

    @Test
    void refusesAnIndexThatIsSomethingElse() {
        Chip chip = tpm.chip();
        Entity owner = chip.owner();
        chip.run(
                Command.of(CommandCode.NV_DEFINE_SPACE)
                        .on(owner, chip.authorization(owner))
                        .sized(Bytes.EMPTY)
                        .sized(area ->
                                area.u32(INDEX)
                                        .u16(Tcg.ALG_SHA256)
                                        .u32(Tcg.NV_AUTHREAD | Tcg.NV_AUTHWRITE)
                                        .sized(Bytes.EMPTY)
                                        .u16(Long.BYTES)));

        assertFault(Fault.Kind.CONFLICT, () -> tpm.counter(INDEX))
                .hasMessageContaining("0x01800007");
    }
}
