package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.device.BootChain;
import io.lapwing.device.BootInstallation;
import io.lapwing.device.BootLoader;
import io.lapwing.device.BootMeasurements;
import io.lapwing.device.BootMemory;
import io.lapwing.device.BootOutcome;
import io.lapwing.device.ImageSlots;
import io.lapwing.oscore.ManifestJudge;
import io.lapwing.oscore.Recipient;
import io.lapwing.oscore.Signer;
import io.lapwing.oscore.SuitEnvelope;
import io.lapwing.oscore.SuitManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// A boot of a confirmed image, until it may run: its manifest judged, its octets read and hashed. Beside SHA-256 alone over as many
/// octets in memory.
final class BenchDeviceBoots {
    private static final UUID VENDOR = new UUID(1, 2);
    private static final UUID DEVICE_CLASS = new UUID(3, 4);
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final double MIB = 1 << 20;

    private final BenchRate rate;
    private final Path folder;
    private final Signer maker = new FirmwareSigner();

    /// @param folder for the slots
    BenchDeviceBoots(BenchRate rate, Path folder) {
        this.rate = rate;
        this.folder = folder;
    }

    /// An image.
    ///
    /// @param bareMibPerSecond SHA-256 alone
    /// @param ratio how many times that a boot takes
    record Row(
            double imageMib,
            double bootMs,
            double msPerMib,
            double mibPerSecond,
            double bareMibPerSecond,
            double ratio) {}

    Row row(int imageBytes) {
        byte[] image = new byte[imageBytes];
        new Random(imageBytes).nextBytes(image);
        BootChain chain = installed(image);
        double boots = rate.of(() -> running(chain));
        double bare = rate.of(() -> hash(image));
        double mib = imageBytes / MIB;
        return new Row(
                BenchBounds.rounded(mib),
                BenchBounds.rounded(1e3 / boots),
                BenchBounds.rounded(1e3 / boots / mib),
                BenchBounds.rounded(boots * mib),
                BenchBounds.rounded(bare * mib),
                BenchBounds.rounded(bare / boots));
    }

    private static void hash(byte[] image) {
        MessageDigest digest = Sha256.start();
        for (int at = 0; at < image.length; at += CHUNK_BYTES) {
            digest.update(image, at, Math.min(CHUNK_BYTES, image.length - at));
        }
        byte[] _ = digest.digest();
    }

    /// A device whose software is this image, confirmed.
    private BootChain installed(byte[] image) {
        Path slots = folder.resolve("boot-" + image.length);
        try {
            Files.createDirectory(slots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var chain =
                new BootChain(
                        new ManifestJudge(
                                List.of(maker.key()),
                                new Recipient(VENDOR, DEVICE_CLASS, image.length)),
                        ImageSlots.in(slots),
                        BootMemory.inFile(slots.resolve("memory")),
                        BootMeasurements.software());
        var manifest =
                new SuitManifest(1, VENDOR, DEVICE_CLASS, Sha256.digest(image), image.length);
        Bytes envelope = SuitEnvelope.sign(manifest, maker);
        switch (chain.install(envelope, new ByteArrayInputStream(image))) {
            case BootInstallation.Installed _ -> chain.confirm(running(chain));
            case BootInstallation.Refused refused -> throw broken(refused.toString());
            case BootInstallation.OnTrial onTrial -> throw broken(onTrial.toString());
        }
        return chain;
    }

    private static BootOutcome.Running running(BootChain chain) {
        return switch (chain.boot(BootLoader.none())) {
            case BootOutcome.Running running -> running;
            case BootOutcome.Stopped stopped -> throw broken(stopped.toString());
        };
    }

    private static Fault broken(String what) {
        return new Fault(Fault.Kind.INTERNAL, "the image of the bench does not run: " + what);
    }
}
