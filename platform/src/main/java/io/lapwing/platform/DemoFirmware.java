package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.device.BootChain;
import io.lapwing.device.BootChip;
import io.lapwing.device.BootMeasurements;
import io.lapwing.device.BootMemory;
import io.lapwing.device.ImageSlots;
import io.lapwing.device.ModuleIdentity;
import io.lapwing.oscore.ManifestJudge;
import io.lapwing.oscore.Recipient;
import io.lapwing.oscore.Signer;
import io.lapwing.oscore.SuitEnvelope;
import io.lapwing.oscore.SuitManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// A maker of firmware with a key of this run, and modules that take it.
final class DemoFirmware {
    private static final int IMAGE_BYTES = 256 * 1024;
    private static final long ROOM_BYTES = 64L << 20;

    private final Path folder;
    private final long seed;
    private final Signer maker = new FirmwareSigner();
    private final Recipient recipient =
            new Recipient(UUID.randomUUID(), UUID.randomUUID(), ROOM_BYTES);

    /// @param folder of the module: its slots, its boot memory, its chip's number
    /// @param seed of the images' octets
    DemoFirmware(Path folder, long seed) {
        this.folder = folder;
        this.seed = seed;
    }

    private ManifestJudge judge() {
        return new ManifestJudge(List.of(maker.key()), recipient);
    }

    /// What stands for the maker.
    Bytes root() {
        return judge().root();
    }

    /// A chain as after a start of the module: nothing but the folder is left of before.
    BootChain chain(BootMeasurements measurements) {
        return new BootChain(
                judge(),
                ImageSlots.in(folder),
                BootMemory.inFile(folder.resolve("boot")),
                measurements);
    }

    /// An image, other octets for each number.
    byte[] image(long number) {
        byte[] image = new byte[IMAGE_BYTES];
        new SplittableRandom(31 * seed + number).nextBytes(image);
        return image;
    }

    /// Its signed manifest.
    Bytes envelope(long number) {
        return SuitEnvelope.sign(manifest(number), maker);
    }

    /// The same, signed by someone else.
    Bytes strangersEnvelope(long number) {
        return SuitEnvelope.sign(manifest(number), new FirmwareSigner());
    }

    /// The same, with the signature taken away.
    Bytes unsignedEnvelope(long number) {
        SuitEnvelope signed = SuitEnvelope.parse(envelope(number));
        return new SuitEnvelope(signed.digest(), List.of(), signed.manifest(), signed.severed())
                .encode();
    }

    private SuitManifest manifest(long number) {
        byte[] image = image(number);
        return new SuitManifest(
                number,
                recipient.vendor(),
                recipient.deviceClass(),
                Sha256.digest(image),
                image.length);
    }

    /// Who a module with this firmware on a chip with this number is.
    ModuleIdentity identity(String chip) {
        Path file = folder.resolve("serial-number");
        try {
            Files.writeString(file, chip + "\n", StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be written", e);
        }
        return ModuleIdentity.of(BootChip.inFile(file), root());
    }

    /// Changes one octet of the image in slot A; again, and it is as it was.
    void flipAnOctet() {
        DemoFiles.flip(folder.resolve("a.image"), IMAGE_BYTES / 2);
    }
}
