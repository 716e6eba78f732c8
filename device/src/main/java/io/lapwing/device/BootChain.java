package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.device.BootState.Installed;
import io.lapwing.device.BootState.Trial;
import io.lapwing.oscore.CborWriter;
import io.lapwing.oscore.ManifestJudge;
import io.lapwing.oscore.ManifestOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what a device starts: an image whose signed manifest and whose every octet it has verified, measured before it runs, and
/// never an older one than was confirmed. `docs/protocols/boot.md` has the steps.
///
/// Power may be cut anywhere: the next boot finds the image before or the image after, whole. One call at a time.
public final class BootChain {
    /// Extended when nothing is started, so that no key that is bound to a good state can be used.
    private static final Bytes STOPPED =
            Sha256.digest(new CborWriter().array(1).text("lapwing boot stopped").done());

    private final ManifestJudge judge;
    private final ImageSlots slots;
    private final BootMemory memory;
    private final BootMeasurements measurements;

    public BootChain(
            ManifestJudge judge,
            ImageSlots slots,
            BootMemory memory,
            BootMeasurements measurements) {
        this.judge = judge;
        this.slots = slots;
        this.memory = memory;
        this.measurements = measurements;
    }

    /// Verifies, measures, and says what to start. Reads the whole image once: the time is that of SHA-256 over it.
    ///
    /// @throws Fault `UNAVAILABLE` when the memory cannot be read or the measurements not be extended: start nothing then
    public BootOutcome boot(BootLoader loader) {
        BootState state;
        try {
            state = BootState.load(memory);
        } catch (Fault fault) {
            requireKind(Fault.Kind.TAMPERED, fault);
            return stop(List.of(new BootRefusal.Memory(fault.getMessage())));
        }
        List<BootRefusal> refused = new ArrayList<>();
        if (state.trial().isPresent()) {
            Trial trial = state.trial().get();
            Optional<BootOutcome> running = tryOut(state, trial, loader, refused);
            if (running.isPresent()) {
                return running.get();
            }
            store(state.withoutTrial(), refused);
        }
        if (state.confirmed().isPresent()) {
            switch (verify(state.confirmed().get(), loader)) {
                case SlotCheck.Good good -> {
                    return run(good, false, refused);
                }
                case SlotCheck.Bad(BootRefusal why) -> refused.add(why);
            }
        }
        return stop(refused);
    }

    /// A new image has one try; where there is none to go back to, as many as it takes.
    private Optional<BootOutcome> tryOut(
            BootState state, Trial trial, BootLoader loader, List<BootRefusal> refused) {
        Installed image = trial.image();
        if (trial.started() && state.confirmed().isPresent()) {
            refused.add(new BootRefusal.Unconfirmed(image.slot(), image.sequenceNumber()));
            return Optional.empty();
        }
        return switch (verify(image, loader)) {
            case SlotCheck.Good good ->
                    trial.started() || store(state.started(), refused)
                            ? Optional.of(run(good, true, refused))
                            : Optional.empty();
            case SlotCheck.Bad(BootRefusal why) -> {
                refused.add(why);
                yield Optional.empty();
            }
        };
    }

    /// A memory that cannot be written keeps no confirmed image from running: the next boot decides the same again.
    ///
    /// @return whether it is durable
    private boolean store(BootState next, List<BootRefusal> refused) {
        try {
            next.storedIn(memory);
            return true;
        } catch (Fault fault) {
            requireKind(Fault.Kind.UNAVAILABLE, fault);
            refused.add(new BootRefusal.Memory(fault.getMessage()));
            return false;
        }
    }

    private static void requireKind(Fault.Kind wanted, Fault fault) {
        if (fault.kind() != wanted) {
            throw fault;
        }
    }

    /// What stands in a slot.
    private sealed interface SlotCheck {
        record Good(ImageSlot slot, ManifestOutcome.Accepted manifest) implements SlotCheck {}

        record Bad(BootRefusal why) implements SlotCheck {}
    }

    /// A slot that cannot be read must not keep the other from being started.
    private SlotCheck verify(Installed installed, BootLoader loader) {
        try {
            return verifySlot(installed, loader);
        } catch (Fault fault) {
            requireKind(Fault.Kind.UNAVAILABLE, fault);
            return new SlotCheck.Bad(
                    new BootRefusal.Unreadable(installed.slot(), fault.getMessage()));
        }
    }

    private SlotCheck verifySlot(Installed installed, BootLoader loader) {
        ImageSlot slot = installed.slot();
        Optional<Bytes> envelope = slots.envelope(slot);
        if (envelope.isEmpty()) {
            return new SlotCheck.Bad(new BootRefusal.Empty(slot));
        }
        return switch (judge.judge(envelope.get(), installed.sequenceNumber())) {
            case ManifestOutcome.Refused refused ->
                    new SlotCheck.Bad(new BootRefusal.Unfit(slot, refused));
            case ManifestOutcome.Accepted manifest ->
                    manifest.digest().equals(installed.manifestDigest())
                            ? verifyImage(slot, manifest, loader)
                            : new SlotCheck.Bad(new BootRefusal.Replaced(slot, manifest.digest()));
        };
    }

    private SlotCheck verifyImage(
            ImageSlot slot, ManifestOutcome.Accepted accepted, BootLoader loader) {
        Optional<ImageSlots.Facts> facts;
        try (OutputStream target = loader.open(accepted.manifest())) {
            facts = slots.readImage(slot, accepted.manifest().imageBytes(), target);
        } catch (IOException cause) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "image of slot " + slot + " cannot be loaded", cause);
        }
        if (facts.isEmpty()) {
            return new SlotCheck.Bad(new BootRefusal.Empty(slot));
        }
        Optional<ManifestOutcome.Refused> refused =
                accepted.manifest().refusalOf(facts.get().bytes(), facts.get().sha256());
        return refused.isPresent()
                ? new SlotCheck.Bad(new BootRefusal.Unfit(slot, refused.get()))
                : new SlotCheck.Good(slot, accepted);
    }

    private BootOutcome run(SlotCheck.Good good, boolean onTrial, List<BootRefusal> refused) {
        Bytes measured = measurement(judge.root(), good.manifest().digest());
        measurements.extend(measured);
        return new BootOutcome.Running(
                good.slot(),
                good.manifest().manifest(),
                good.manifest().digest(),
                onTrial,
                measured,
                refused);
    }

    private BootOutcome stop(List<BootRefusal> refused) {
        measurements.extend(STOPPED);
        return new BootOutcome.Stopped(STOPPED, refused);
    }

    /// What an image adds to the measurements, so that a verifier can compute what to expect.
    ///
    /// @param firmwareRoot [ManifestJudge#root()]
    /// @param manifestDigest of the manifest, which holds the image's
    public static Bytes measurement(Bytes firmwareRoot, Bytes manifestDigest) {
        return Sha256.digest(
                new CborWriter()
                        .array(3)
                        .text("lapwing boot")
                        .octets(firmwareRoot)
                        .octets(manifestDigest)
                        .done());
    }

    /// Puts a new image into the slot that is free, for the next boot to try.
    ///
    /// @param envelope the signed manifest, from anybody
    /// @param image read to its end, or until it is longer than it says
    /// @throws Fault `TAMPERED` when the boot memory is not what was written, `UNAVAILABLE` when something cannot be read or written
    public BootInstallation install(Bytes envelope, InputStream image) {
        BootState state = BootState.load(memory);
        Optional<Trial> trial = state.trial();
        if (state.confirmed().isPresent() && trial.isPresent() && trial.get().started()) {
            return new BootInstallation.OnTrial(trial.get().image().sequenceNumber());
        }
        return switch (judge.judge(envelope, state.highest() + 1)) {
            case ManifestOutcome.Refused refused -> new BootInstallation.Refused(refused);
            case ManifestOutcome.Accepted accepted -> install(state, accepted, envelope, image);
        };
    }

    private BootInstallation install(
            BootState state, ManifestOutcome.Accepted accepted, Bytes envelope, InputStream image) {
        ImageSlot slot = state.free();
        // Nothing may refer to the slot while it changes.
        BootState before =
                state.trial().filter(trial -> trial.image().slot() == slot).isPresent()
                        ? state.withoutTrial().storedIn(memory)
                        : state;
        slots.clear(slot);
        long bytes = accepted.manifest().imageBytes();
        ImageSlots.Facts facts = slots.writeImage(slot, image, bytes);
        Optional<ManifestOutcome.Refused> refused =
                accepted.manifest().refusalOf(facts.bytes(), facts.sha256());
        if (refused.isPresent()) {
            slots.clear(slot);
            return new BootInstallation.Refused(refused.get());
        }
        slots.writeEnvelope(slot, envelope);
        long sequenceNumber = accepted.manifest().sequenceNumber();
        before.installed(new Installed(slot, sequenceNumber, accepted.digest())).storedIn(memory);
        return new BootInstallation.Installed(slot, accepted.manifest());
    }

    /// The image that runs says that it is well: from now on it is the one to come back to. To say so again is harmless.
    ///
    /// @param running what the boot said
    /// @throws Fault `CONFLICT` when another image is on trial or confirmed by now
    public void confirm(BootOutcome.Running running) {
        BootState state = BootState.load(memory);
        Bytes digest = running.manifestDigest();
        Optional<Bytes> onTrial =
                state.trial().filter(Trial::started).map(trial -> trial.image().manifestDigest());
        if (onTrial.equals(Optional.of(digest))) {
            state.withTrialConfirmed().storedIn(memory);
        } else if (!state.confirmed().map(Installed::manifestDigest).equals(Optional.of(digest))) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "image %d is neither on trial nor confirmed: it cannot confirm itself"
                            .formatted(running.manifest().sequenceNumber()));
        }
    }
}
