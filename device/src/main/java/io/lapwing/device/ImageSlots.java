package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.oscore.SuitEnvelope;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Two slots in one folder: `a.suit` and `a.image`, `b.suit` and `b.image`. An image goes through memory 64 KiB at a time.
public final class ImageSlots {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final String NEXT = ".next";

    private final SlotDisk disk;

    ImageSlots(SlotDisk disk) {
        this.disk = disk;
    }

    /// The slots in a folder.
    ///
    /// @param folder it must be there
    public static ImageSlots in(Path folder) {
        return new ImageSlots(new SlotFolder(folder));
    }

    /// What is known of an image that was read.
    ///
    /// @param bytes one more than was asked for, where it is longer than that
    record Facts(long bytes, Bytes sha256) {}

    /// The signed manifest; where it is longer than any that is taken, its beginning.
    Optional<Bytes> envelope(ImageSlot slot) {
        return read(disk, slot.manifestFile(), SuitEnvelope.LARGEST_BYTES + 1);
    }

    /// Hashes the image, and hands it on.
    ///
    /// @param bytes of which it should be; no more are handed on
    Optional<Facts> readImage(ImageSlot slot, long bytes, OutputStream target) {
        try (@Nullable InputStream in = disk.open(slot.imageFile()).orElse(null)) {
            return in == null ? Optional.empty() : Optional.of(copy(in, bytes, target));
        } catch (IOException cause) {
            throw unavailable("image in slot " + slot + " cannot be read", cause);
        }
    }

    /// Takes away the manifest, then the image: without a manifest nothing in a slot counts.
    void clear(ImageSlot slot) {
        try {
            disk.remove(slot.manifestFile());
            disk.remove(slot.imageFile());
        } catch (IOException cause) {
            throw unavailable("slot " + slot + " cannot be cleared", cause);
        }
    }

    /// Writes an image, durable on return.
    Facts writeImage(ImageSlot slot, InputStream image, long bytes) {
        try {
            Facts facts;
            try (OutputStream out = disk.create(slot.imageFile())) {
                facts = copy(image, bytes, out);
            }
            disk.sync(slot.imageFile());
            return facts;
        } catch (IOException cause) {
            throw unavailable("image for slot " + slot + " cannot be written", cause);
        }
    }

    /// Writes a signed manifest, durable on return.
    void writeEnvelope(ImageSlot slot, Bytes envelope) {
        replace(disk, slot.manifestFile(), envelope);
    }

    private static Facts copy(InputStream in, long bytes, OutputStream out) throws IOException {
        MessageDigest digest = Sha256.start();
        byte[] chunk = new byte[CHUNK_BYTES];
        long left = bytes;
        while (left > 0) {
            int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (read < 0) {
                break;
            }
            digest.update(chunk, 0, read);
            out.write(chunk, 0, read);
            left -= read;
        }
        boolean longer = left == 0 && in.read() >= 0;
        return new Facts(longer ? bytes + 1 : bytes - left, Bytes.of(digest.digest()));
    }

    /// The first octets of a file.
    static Optional<Bytes> read(SlotDisk disk, String name, int mostBytes) {
        try (@Nullable InputStream in = disk.open(name).orElse(null)) {
            return in == null ? Optional.empty() : Optional.of(Bytes.of(in.readNBytes(mostBytes)));
        } catch (IOException cause) {
            throw unavailable(name + " cannot be read", cause);
        }
    }

    /// The file has these octets or those before, whenever power is cut; and these on return.
    static void replace(SlotDisk disk, String name, Bytes octets) {
        try {
            try (OutputStream out = disk.create(name + NEXT)) {
                out.write(octets.toArray());
            }
            disk.sync(name + NEXT);
            disk.move(name + NEXT, name);
        } catch (IOException cause) {
            throw unavailable(name + " cannot be written: check space and rights", cause);
        }
    }

    private static Fault unavailable(String what, IOException cause) {
        return new Fault(Fault.Kind.UNAVAILABLE, what, cause);
    }
}
