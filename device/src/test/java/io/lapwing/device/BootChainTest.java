package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.oscore.ManifestRefusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootChainTest {
    @TempDir private Path folder = Path.of("");

    private static BootOutcome.Running running(BootOutcome outcome) {
        return switch (outcome) {
            case BootOutcome.Running running -> running;
            case BootOutcome.Stopped stopped ->
                    throw new AssertionError("stopped: " + stopped.refused());
        };
    }

    private static List<BootRefusal> stopped(BootOutcome outcome) {
        return switch (outcome) {
            case BootOutcome.Stopped stopped -> stopped.refused();
            case BootOutcome.Running running -> throw new AssertionError("runs: " + running);
        };
    }

    private static ManifestRefusal reason(BootRefusal refusal) {
        return refusal instanceof BootRefusal.Unfit unfit
                ? unfit.refused().reason()
                : failed("refused otherwise: " + refusal);
    }

    private static ManifestRefusal reason(BootInstallation installation) {
        return installation instanceof BootInstallation.Refused refused
                ? refused.refused().reason()
                : failed("not refused: " + installation);
    }

    private static ManifestRefusal failed(String why) {
        throw new AssertionError(why);
    }

    @Test
    void startsNothingOnAnEmptyDevice() {
        var desk = new BootDesk();

        assertThat(stopped(desk.boot())).isEmpty();
    }

    @Test
    void triesANewImageAndKeepsItOnceItConfirmed() {
        BootDesk desk = BootDesk.with(1);

        BootInstallation installed = desk.install(2);
        BootOutcome.Running trial = running(desk.boot());
        desk.chain().confirm(trial);
        desk.chain().confirm(trial);
        BootOutcome.Running after = running(desk.boot());

        assertThat(installed)
                .isEqualTo(new BootInstallation.Installed(ImageSlot.B, BootDesk.manifest(2)));
        assertThat(trial.onTrial()).isTrue();
        assertThat(trial.slot()).isEqualTo(ImageSlot.B);
        assertThat(trial.manifest()).isEqualTo(BootDesk.manifest(2));
        assertThat(after.onTrial()).isFalse();
        assertThat(after.slot()).isEqualTo(ImageSlot.B);
    }

    @Test
    void goesBackWhenANewImageDoesNotConfirm() {
        BootDesk desk = BootDesk.with(1);
        desk.install(2);
        BootOutcome.Running trial = running(desk.boot());

        BootOutcome.Running back = running(desk.boot());

        assertThat(back.manifest()).isEqualTo(BootDesk.manifest(1));
        assertThat(back.onTrial()).isFalse();
        assertThat(back.refused()).containsExactly(new BootRefusal.Unconfirmed(ImageSlot.B, 2));
        assertThat(reason(desk.install(2))).isEqualTo(ManifestRefusal.SEQUENCE_NUMBER);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> desk.chain().confirm(trial))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT));
    }

    @Test
    void triesTheFirstImageAgainAsThereIsNoOther() {
        var desk = new BootDesk();
        desk.install(1);

        assertThat(running(desk.boot()).onTrial()).isTrue();
        assertThat(running(desk.boot()).onTrial()).isTrue();
    }

    @Test
    void replacesAFirstImageThatNeverConfirms() {
        var desk = new BootDesk();
        desk.install(1);
        desk.boot();

        desk.install(2);

        assertThat(desk.runs()).isEqualTo(2);
    }

    @Test
    void replacesNoImageThatRunsOnTrial() {
        BootDesk desk = BootDesk.with(1);
        desk.install(2);
        desk.boot();

        assertThat(desk.install(3)).isEqualTo(new BootInstallation.OnTrial(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4, 5})
    void refusesSequenceNumbersThatDoNotRise(long sequenceNumber) {
        BootDesk desk = BootDesk.with(1);
        desk.install(5);
        desk.chain().confirm(desk.running());

        assertThat(reason(desk.install(sequenceNumber))).isEqualTo(ManifestRefusal.SEQUENCE_NUMBER);
        assertThat(desk.runs()).isEqualTo(5);
    }

    @Test
    void installsNothingThatIsNotWhatWasSigned() {
        BootDesk desk = BootDesk.with(1);
        byte[] longer = Arrays.copyOf(BootDesk.image(2), 1_001);
        byte[] shorter = Arrays.copyOf(BootDesk.image(2), 999);

        assertThat(reason(desk.install(BootDesk.envelope(2), BootDesk.image(3))))
                .isEqualTo(ManifestRefusal.IMAGE_DIGEST);
        assertThat(reason(desk.install(BootDesk.envelope(2), longer)))
                .isEqualTo(ManifestRefusal.IMAGE_SIZE);
        assertThat(reason(desk.install(BootDesk.envelope(2), shorter)))
                .isEqualTo(ManifestRefusal.IMAGE_SIZE);
        assertThat(reason(desk.install(BootDesk.strangersEnvelope(2), BootDesk.image(2))))
                .isEqualTo(ManifestRefusal.SIGNER);
        assertThat(reason(desk.install(Bytes.of(1), BootDesk.image(2))))
                .isEqualTo(ManifestRefusal.MALFORMED);
        assertThat(desk.disk.has("b.image")).isFalse();
        assertThat(desk.runs()).isEqualTo(1);
        assertThat(desk.install(2)).isInstanceOf(BootInstallation.Installed.class);
    }

    @Test
    void startsNothingElseWhenAnImageWasChanged() {
        BootDesk desk = BootDesk.with(1);
        byte[] changed = desk.disk.octets("a.image");
        changed[500] ^= 1;
        desk.disk.plant("a.image", changed);

        List<BootRefusal> refused = stopped(desk.boot());

        assertThat(refused).hasSize(1);
        assertThat(reason(refused.getFirst())).isEqualTo(ManifestRefusal.IMAGE_DIGEST);
        assertThat(refused.getFirst().why()).startsWith("slot A: image with digest");
    }

    @Test
    void goesBackWhenATrialWasChanged() {
        BootDesk desk = BootDesk.with(1);
        desk.install(2);
        desk.disk.plant("b.image", BootDesk.image(3));

        BootOutcome.Running running = running(desk.boot());

        assertThat(running.manifest()).isEqualTo(BootDesk.manifest(1));
        assertThat(reason(running.refused().getFirst())).isEqualTo(ManifestRefusal.IMAGE_DIGEST);
        assertThat(running(desk.boot()).refused()).isEmpty();
    }

    @Test
    void startsNoOldImageThatIsPutBack() {
        BootDesk desk = BootDesk.with(1);
        byte[] oldManifest = desk.disk.octets("a.suit");
        byte[] oldImage = desk.disk.octets("a.image");
        desk.install(2);
        desk.chain().confirm(desk.running());
        desk.disk.plant("b.suit", oldManifest);
        desk.disk.plant("b.image", oldImage);

        List<BootRefusal> refused = stopped(desk.boot());

        assertThat(reason(refused.getFirst())).isEqualTo(ManifestRefusal.SEQUENCE_NUMBER);
    }

    @Test
    void startsNoSignedImageThatWasNotInstalled() {
        BootDesk desk = BootDesk.with(1);
        Bytes later = BootDesk.envelope(2);
        desk.disk.plant("a.suit", later.toArray());
        desk.disk.plant("a.image", BootDesk.image(2));

        List<BootRefusal> refused = stopped(desk.boot());

        assertThat(refused).hasSize(1).first().isInstanceOf(BootRefusal.Replaced.class);
        assertThat(refused.getFirst().why()).endsWith("which was not installed there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.suit", "a.image"})
    void startsNothingFromASlotThatLacksAFile(String file) {
        BootDesk desk = BootDesk.with(1);
        desk.disk.lose(file);

        assertThat(stopped(desk.boot())).containsExactly(new BootRefusal.Empty(ImageSlot.A));
    }

    @Test
    void startsNothingUnsigned() {
        BootDesk desk = BootDesk.with(1);
        desk.disk.plant("a.suit", BootDesk.strangersEnvelope(1).toArray());
        List<BootRefusal> stranger = stopped(desk.boot());
        desk.disk.plant("a.suit", new byte[100_000]);
        List<BootRefusal> nonsense = stopped(desk.boot());

        assertThat(reason(stranger.getFirst())).isEqualTo(ManifestRefusal.SIGNER);
        assertThat(reason(nonsense.getFirst())).isEqualTo(ManifestRefusal.MALFORMED);
    }

    @Test
    void startsNothingWhenItsMemoryIsNotWhatWasWritten() {
        BootDesk desk = BootDesk.with(1);
        byte[] good = desk.disk.octets(BootDesk.MEMORY);
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= 1;
            desk.disk.plant(BootDesk.MEMORY, changed);

            assertThat(stopped(desk.boot()))
                    .hasSize(1)
                    .first()
                    .isInstanceOf(BootRefusal.Memory.class);
        }
        for (int length = 0; length < good.length; length++) {
            desk.disk.plant(BootDesk.MEMORY, Arrays.copyOf(good, length));

            assertThat(stopped(desk.boot())).hasSize(1);
        }
        desk.disk.plant(BootDesk.MEMORY, Arrays.copyOf(good, 100_000));
        assertThat(stopped(desk.boot())).hasSize(1);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> desk.install(2))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    @Test
    void measuresWhatItStartsBeforeItStarts() {
        BootDesk desk = BootDesk.with(1);
        BootMeasurements register = BootMeasurements.software();

        BootOutcome.Running first = running(desk.chain(register).boot(BootLoader.none()));

        Bytes expected = BootChain.measurement(desk.judge.root(), first.manifestDigest());
        assertThat(first.measured()).isEqualTo(expected);
        assertThat(register.value())
                .isEqualTo(Sha256.digest(Bytes.concat(Bytes.of(new byte[32]), expected)));
        desk.install(2);
        assertThat(running(desk.boot()).measured()).isNotEqualTo(expected);
    }

    @Test
    void measuresThatNothingIsStarted() {
        var desk = new BootDesk();
        BootMeasurements register = BootMeasurements.software();

        BootOutcome outcome = desk.chain(register).boot(BootLoader.none());

        assertThat(outcome).isInstanceOf(BootOutcome.Stopped.class);
        assertThat(register.value())
                .isEqualTo(Sha256.digest(Bytes.concat(Bytes.of(new byte[32]), outcome.measured())));
    }

    @Test
    void handsOnTheOctetsThatItVerified() {
        BootDesk desk = BootDesk.with(1);
        var loaded = new ByteArrayOutputStream();

        BootOutcome outcome = desk.chain().boot(_ -> loaded);

        assertThat(outcome).isInstanceOf(BootOutcome.Running.class);
        assertThat(loaded.toByteArray()).isEqualTo(BootDesk.image(1));
    }

    @Test
    void handsOnNoMoreThanTheManifestSays() {
        BootDesk desk = BootDesk.with(1);
        desk.disk.plant("a.image", new byte[300_000]);
        var loaded = new ByteArrayOutputStream();

        BootOutcome outcome = desk.chain().boot(_ -> loaded);

        assertThat(reason(stopped(outcome).getFirst())).isEqualTo(ManifestRefusal.IMAGE_SIZE);
        assertThat(loaded.size()).isEqualTo(1_000);
    }

    @Test
    void startsNothingThatCannotBeLoaded() {
        BootDesk desk = BootDesk.with(1);

        BootOutcome outcome =
                desk.chain()
                        .boot(_ -> {
                            throw new IOException("no room");
                        });

        assertThat(stopped(outcome))
                .containsExactly(
                        new BootRefusal.Unreadable(
                                ImageSlot.A, "image of slot A cannot be loaded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b.suit", "b.image"})
    void goesBackWhenATrialCannotBeRead(String file) {
        BootDesk desk = BootDesk.with(1);
        desk.install(2);
        desk.disk.damage(file);

        BootOutcome.Running running = running(desk.boot());

        assertThat(running.manifest()).isEqualTo(BootDesk.manifest(1));
        assertThat(running.refused()).hasSize(1).first().isInstanceOf(BootRefusal.Unreadable.class);
    }

    @Test
    void startsTheConfirmedImageAloneWhileItsMemoryCannotBeWritten() {
        BootDesk desk = BootDesk.with(1);
        desk.install(2);
        BootMemory full =
                new BootMemory() {
                    @Override
                    public Optional<Bytes> load() {
                        return desk.memory.load();
                    }

                    @Override
                    public void store(Bytes content) {
                        throw new Fault(Fault.Kind.UNAVAILABLE, "disk full");
                    }
                };
        var chain = new BootChain(desk.judge, desk.slots, full, BootMeasurements.software());

        BootOutcome.Running running = running(chain.boot(BootLoader.none()));

        assertThat(running.manifest()).isEqualTo(BootDesk.manifest(1));
        assertThat(running.refused()).contains(new BootRefusal.Memory("disk full"));
        assertThat(desk.runs()).isEqualTo(2);
    }

    @Test
    void worksOnAFolder() {
        var desk = new BootDesk();
        BootMemory memory = BootMemory.inFile(folder.resolve("boot"));
        ImageSlots slots = ImageSlots.in(folder);
        var chain = new BootChain(desk.judge, slots, memory, BootMeasurements.software());
        for (long number = 1; number <= 3; number++) {
            BootInstallation installed =
                    chain.install(
                            BootDesk.envelope(number),
                            new ByteArrayInputStream(BootDesk.image(number)));
            BootOutcome.Running trial = running(chain.boot(BootLoader.none()));
            chain.confirm(trial);

            assertThat(installed).isInstanceOf(BootInstallation.Installed.class);
            assertThat(running(chain.boot(BootLoader.none())).manifest().sequenceNumber())
                    .isEqualTo(number);
        }
        assertThat(folder)
                .isDirectoryContaining("glob:**/a.suit")
                .isDirectoryContaining("glob:**/b.image")
                .isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void takesImagesThatGoThroughItsMemoryInParts() {
        byte[] image = new byte[200_001];
        Arrays.fill(image, (byte) 7);
        ImageSlots slots = ImageSlots.in(folder);
        var read = new ByteArrayOutputStream();

        ImageSlots.Facts written =
                slots.writeImage(ImageSlot.B, new ByteArrayInputStream(image), image.length);

        assertThat(written).isEqualTo(new ImageSlots.Facts(image.length, Sha256.digest(image)));
        assertThat(slots.readImage(ImageSlot.B, image.length, read)).contains(written);
        assertThat(read.toByteArray()).isEqualTo(image);
        assertThat(slots.readImage(ImageSlot.A, image.length, read)).isEmpty();
    }

    @Test
    void saysWhenItsFolderIsGone() {
        var desk = new BootDesk();
        Path gone = folder.resolve("gone");
        var chain =
                new BootChain(
                        desk.judge,
                        ImageSlots.in(gone),
                        BootMemory.inFile(gone.resolve("boot")),
                        BootMeasurements.software());

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() ->
                        chain.install(
                                BootDesk.envelope(1), new ByteArrayInputStream(BootDesk.image(1))))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
        assertThat(stopped(chain.boot(BootLoader.none()))).isEmpty();
    }

    @Test
    void extendsItsRegisterByWholeDigestsOnly() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> BootMeasurements.software().extend(Bytes.of(1)))
                .withMessage("register extended by 1 bytes: want 32");
    }
}
