package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import io.lapwing.oscore.SuitManifest;
import java.util.Optional;

/// What stands in the boot memory.
///
/// @param highest the highest sequence number that was ever installed; -1 before the first
/// @param confirmed what runs when nothing else does
/// @param trial what was installed since, in the other slot
record BootState(long highest, Optional<Installed> confirmed, Optional<Trial> trial) {
    static final BootState NEW = new BootState(-1, Optional.empty(), Optional.empty());

    private static final int INSTALLED_PARTS = 3;
    private static final int TRIAL_PARTS = 4;

    BootState {
        if (trial.isPresent()
                && confirmed.map(Installed::slot).equals(trial.map(t -> t.image().slot()))) {
            throw Fault.badInput("trial in the slot of the confirmed image: want the other");
        }
    }

    /// Exactly one manifest, and so one image.
    ///
    /// @param manifestDigest as it was signed
    record Installed(ImageSlot slot, long sequenceNumber, Bytes manifestDigest) {}

    /// @param started once it may have run
    record Trial(Installed image, boolean started) {}

    /// @throws Fault `TAMPERED` for what was not written here
    static BootState load(BootMemory memory) {
        Optional<Bytes> content = memory.load();
        try {
            return content.map(BootState::parse).orElse(NEW);
        } catch (Fault fault) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "boot memory is not what was written: " + fault.getMessage(),
                    fault);
        }
    }

    /// Makes it durable, and gives it back.
    BootState storedIn(BootMemory memory) {
        memory.store(encode());
        return this;
    }

    /// Where the next image goes: never over one that may be needed.
    ImageSlot free() {
        return confirmed
                .or(() -> trial.map(Trial::image))
                .map(image -> image.slot().other())
                .orElse(ImageSlot.A);
    }

    BootState installed(Installed image) {
        return new BootState(
                image.sequenceNumber(), confirmed, Optional.of(new Trial(image, false)));
    }

    BootState withoutTrial() {
        return new BootState(highest, confirmed, Optional.empty());
    }

    BootState started() {
        return new BootState(
                highest, confirmed, trial.map(before -> new Trial(before.image(), true)));
    }

    BootState withTrialConfirmed() {
        return new BootState(highest, trial.map(Trial::image), Optional.empty());
    }

    /// Its values, and SHA-256 over them: against what a disk does, not against people.
    Bytes encode() {
        CborWriter out = new CborWriter().number(highest);
        confirmed.ifPresentOrElse(
                image -> write(image, out.array(INSTALLED_PARTS)), () -> out.array(0));
        trial.ifPresentOrElse(
                on -> {
                    write(on.image(), out.array(TRIAL_PARTS));
                    out.number(on.started() ? 1 : 0);
                },
                () -> out.array(0));
        Bytes values = out.done();
        return Bytes.concat(values, Sha256.digest(values));
    }

    private static void write(Installed image, CborWriter out) {
        out.number(image.slot() == ImageSlot.A ? 0 : 1)
                .number(image.sequenceNumber())
                .octets(image.manifestDigest());
    }

    private static BootState parse(Bytes content) {
        int length = content.length() - Sha256.LENGTH_BYTES;
        if (length < 0 || content.length() > BootMemory.LARGEST_BYTES) {
            throw Fault.badInput(
                    "%d bytes: want %d to %d"
                            .formatted(
                                    content.length(),
                                    Sha256.LENGTH_BYTES,
                                    BootMemory.LARGEST_BYTES));
        }
        Bytes values = content.slice(0, length);
        if (!Sha256.digest(values).equals(content.slice(length, content.length()))) {
            throw Fault.badInput("its digest is that of other values");
        }
        var in = new CborReader(values);
        long highest =
                in.integer("highest sequence number", -1, SuitManifest.LARGEST_SEQUENCE_NUMBER);
        Optional<Installed> confirmed = Optional.empty();
        if (parts(in, "confirmed image", INSTALLED_PARTS)) {
            confirmed = Optional.of(installed(in, highest));
        }
        Optional<Trial> trial = Optional.empty();
        if (parts(in, "trial", TRIAL_PARTS)) {
            trial = Optional.of(new Trial(installed(in, highest), in.number("started", 1) == 1));
        }
        in.end();
        return new BootState(highest, confirmed, trial);
    }

    private static boolean parts(CborReader in, String what, int wanted) {
        int parts = in.array(what, wanted);
        if (parts != 0 && parts != wanted) {
            throw Fault.badInput("%s of %d parts: want 0 or %d".formatted(what, parts, wanted));
        }
        return parts == wanted;
    }

    private static Installed installed(CborReader in, long highest) {
        ImageSlot slot = in.number("slot", 1) == 0 ? ImageSlot.A : ImageSlot.B;
        return new Installed(
                slot,
                in.number("sequence number", Math.max(0, highest)),
                in.octets("digest of a manifest", Sha256.LENGTH_BYTES, Sha256.LENGTH_BYTES));
    }
}
