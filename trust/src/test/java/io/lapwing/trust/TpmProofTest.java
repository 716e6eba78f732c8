package io.lapwing.trust;

import static io.lapwing.trust.ReadingTest.WEATHER;
import static io.lapwing.trust.World.N1;
import static io.lapwing.trust.World.N2;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.CborWriter;
import io.lapwing.vault.tpm.PcrSelection;
import io.lapwing.vault.tpm.Tpm;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A node whose TPM proves its state, from the label to the reading.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TpmProofTest {
    /// Of a PC's PCRs the one for tests, which alone can be set back.
    private static final int PCR = 16;

    private static final PcrSelection SELECTION = PcrSelection.of(0, PCR);
    private static final Bytes MEASUREMENT = Bytes.hex("22".repeat(32));
    private static final NodeEvent PROVEN = new NodeEvent.Proven(N1, WEATHER);

    @TempDir private Path folder = Path.of("");
    private Swtpm swtpm;
    private Swtpm other;
    private Tpm tpm;

    @BeforeAll
    void open(@TempDir Path tpmFolder) {
        swtpm = Swtpm.start(tpmFolder);
        other = Swtpm.start(tpmFolder);
        tpm = swtpm.open();
    }

    @AfterAll
    void close() {
        tpm.close();
        swtpm.close();
        other.close();
    }

    @Test
    void provesReadingsFromTheLabelOnAndNoneAfterItWasTamperedWith() {
        Bytes label = KeptLabel.of(NodeLabel.make(N1, tpm), tpm, SELECTION).encode();
        try (World world =
                        new World(
                                folder,
                                1,
                                id ->
                                        id.equals(N1)
                                                ? TpmChip.over(tpm)
                                                : SoftwareChip.create(Aes.best()));
                TpmStateKey key = TpmStateKey.make(tpm, SELECTION)) {
            world.add(N1);
            try (NodeLabel read = KeptLabel.parse(label).open(tpm);
                    NodeLabel typed =
                            NodeLabel.parse(new String(KeptLabel.parse(label).open(tpm).text()))) {
                world.send(
                        world.central.enterLabel(
                                world.now, World.OPERATOR, typed.node(), typed.accessKey()));
                world.step(N1, world.node(N1).proveBy(world.now, key));
                world.step(N1, world.node(N1).join(world.now, read.accessKey()));
                world.run();
            }
            world.join(N2);
            world.connect(N1, N2, Service.KDC_DIRECT);
            sendReading(world);
            assertThat(world.events).contains(PROVEN);

            tpm.extend(PCR, MEASUREMENT);
            sendReading(world);

            assertThat(world.events).doesNotContain(PROVEN);
            assertThat(world.refusals())
                    .singleElement()
                    .asString()
                    .contains("reading is not sent: PCRs [0, 16] are not in the state");
            Samples.assertFault(Fault.Kind.FORBIDDEN, () -> KeptLabel.parse(label).open(tpm));
            tpm.reset(PCR);
            sendReading(world);
            assertThat(world.events).contains(PROVEN);
        }
    }

    private static void sendReading(World world) {
        world.events.clear();
        world.step(N1, world.node(N1).send(N2, WEATHER));
        world.run();
    }

    @Test
    void opensItsKeyAfterARestartAndSignsInItsStateAlone() {
        Bytes stored;
        VerificationKey known;
        try (TpmStateKey key = TpmStateKey.make(tpm, SELECTION)) {
            stored = key.stored();
            known = key.verificationKey();
        }

        tpm.close();
        swtpm.kill();
        swtpm.startAgain();
        tpm = swtpm.open();

        try (TpmStateKey again = TpmStateKey.open(tpm, stored)) {
            assertThat(again.verificationKey()).isEqualTo(known);
            assertThat(known.verifies(MEASUREMENT, again.sign(MEASUREMENT))).isTrue();
            tpm.extend(PCR, MEASUREMENT);
            Samples.assertFault(Fault.Kind.FORBIDDEN, () -> again.sign(MEASUREMENT));
            tpm.reset(PCR);
        }
    }

    @Test
    void opensNoKeyThatIsForeignOrForAnotherState() {
        Bytes stored;
        Bytes elsewhere;
        try (TpmStateKey key = TpmStateKey.make(tpm, SELECTION)) {
            stored = key.stored();
        }
        try (Tpm foreign = other.open();
                TpmStateKey key = TpmStateKey.make(foreign, SELECTION)) {
            elsewhere = key.stored();
        }
        tpm.extend(PCR, MEASUREMENT);
        Bytes now = tpm.pcrState(SELECTION).encode();
        tpm.reset(PCR);
        Bytes forNow =
                new CborWriter()
                        .octets(now)
                        .raw(stored.slice(2 + now.length(), stored.length()))
                        .done();

        Samples.assertFault(Fault.Kind.TAMPERED, () -> TpmStateKey.open(tpm, elsewhere));
        Samples.assertFault(Fault.Kind.TAMPERED, () -> TpmStateKey.open(tpm, forNow));
        Samples.assertFault(Fault.Kind.BAD_INPUT, () -> TpmStateKey.open(tpm, stored.slice(0, 40)));
        Samples.assertFault(Fault.Kind.BAD_INPUT, () -> TpmStateKey.open(tpm, Bytes.EMPTY));
    }
}
