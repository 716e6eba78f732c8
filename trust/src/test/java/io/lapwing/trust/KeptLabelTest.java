package io.lapwing.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.tpm.PcrSelection;
import io.lapwing.vault.tpm.Tpm;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A label in the keeping of its node's TPM.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptLabelTest {
    /// Of a PC's PCRs the one for tests, which alone can be set back.
    private static final int PCR = 16;

    private static final PcrSelection SELECTION = PcrSelection.of(0, PCR);
    private static final Bytes MEASUREMENT = Bytes.hex("11".repeat(32));
    private static final NodeId NODE = new NodeId(513);

    private Swtpm swtpm;
    private Swtpm other;
    private Tpm tpm;

    @BeforeAll
    void open(@TempDir Path folder) {
        swtpm = Swtpm.start(folder);
        other = Swtpm.start(folder);
        tpm = swtpm.open();
    }

    @AfterAll
    void close() {
        tpm.close();
        swtpm.close();
        other.close();
    }

    private static String text(NodeLabel label) {
        return new String(label.text());
    }

    @Test
    void drawsALabelInTheTpmAndGivesItBackInTheSameStateAlone() {
        NodeLabel label = NodeLabel.make(NODE, tpm);
        Bytes file = KeptLabel.of(label, tpm, SELECTION).encode();

        try (NodeLabel again = KeptLabel.parse(file).open(tpm)) {
            assertThat(text(again)).isEqualTo(text(label));
        }
        tpm.extend(PCR, MEASUREMENT);
        Samples.assertFault(Fault.Kind.FORBIDDEN, () -> KeptLabel.parse(file).open(tpm))
                .hasMessageContaining("restart into the firmware that was measured");
        tpm.reset(PCR);
        assertThat(text(KeptLabel.parse(file).open(tpm))).isEqualTo(text(label));
        assertThat(text(NodeLabel.make(NODE, tpm))).isNotEqualTo(text(label));
    }

    @Test
    void keepsItThroughARestart() {
        NodeLabel label = NodeLabel.make(NODE, tpm);
        Bytes file = KeptLabel.of(label, tpm, SELECTION).encode();

        tpm.close();
        swtpm.kill();
        swtpm.startAgain();
        tpm = swtpm.open();

        assertThat(text(KeptLabel.parse(file).open(tpm))).isEqualTo(text(label));
    }

    @Test
    void refusesWhatWasAlteredOrIsOfAnotherTpm() {
        Bytes file = KeptLabel.of(NodeLabel.make(NODE, tpm), tpm, SELECTION).encode();

        // Behind the PCRs: their digest, the object's public and its private part.
        for (int at : new int[] {4, 40, file.length() - 1}) {
            KeptLabel altered = KeptLabel.parse(Samples.flipped(file, at));
            Samples.assertFault(Fault.Kind.TAMPERED, () -> altered.open(tpm));
        }
        try (Tpm foreign = other.open()) {
            KeptLabel kept = KeptLabel.parse(file);
            Samples.assertFault(Fault.Kind.TAMPERED, () -> kept.open(foreign));
        }
        for (int length : new int[] {0, 1, 35, file.length() - 1}) {
            Samples.assertFault(Fault.Kind.BAD_INPUT, () -> KeptLabel.parse(file.slice(0, length)));
        }
    }
}
