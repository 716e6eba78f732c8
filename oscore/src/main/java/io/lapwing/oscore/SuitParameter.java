package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import java.nio.ByteBuffer;
import java.util.UUID;

/// A parameter of a component (draft-ietf-suit-manifest, "SUIT_Parameters").
sealed interface SuitParameter {
    // "Full CDDL".
    int VENDOR = 1;
    int DEVICE_CLASS = 2;
    int IMAGE_DIGEST = 3;
    int IMAGE_SIZE = 14;

    /// Its key.
    long key();

    /// RFC 4122 UUID of who made the device.
    record Vendor(UUID value) implements SuitParameter {
        @Override
        public long key() {
            return VENDOR;
        }
    }

    /// RFC 4122 UUID of the devices that take the same image.
    record DeviceClass(UUID value) implements SuitParameter {
        @Override
        public long key() {
            return DEVICE_CLASS;
        }
    }

    record ImageDigest(SuitDigest value) implements SuitParameter {
        @Override
        public long key() {
            return IMAGE_DIGEST;
        }
    }

    record ImageSize(long bytes) implements SuitParameter {
        @Override
        public long key() {
            return IMAGE_SIZE;
        }
    }

    /// One that is not understood here, or of a form that is not.
    record Unknown(long key) implements SuitParameter {}

    static SuitParameter read(long key, CborReader in) {
        String what = "parameter " + key;
        if (key == IMAGE_SIZE) {
            return new ImageSize(in.number(what, Long.MAX_VALUE));
        }
        // A vendor may also be a tagged enterprise number.
        boolean known = key == VENDOR || key == DEVICE_CLASS || key == IMAGE_DIGEST;
        if (!known || in.next(what) != CborType.OCTETS) {
            in.value(what);
            return new Unknown(key);
        }
        if (key == IMAGE_DIGEST) {
            return new ImageDigest(SuitDigest.parse(in.octets(what, 1, 128)));
        }
        UUID value = uuid(in.octets(what, 16, 16));
        return key == VENDOR ? new Vendor(value) : new DeviceClass(value);
    }

    static Bytes octets(UUID uuid) {
        ByteBuffer octets = ByteBuffer.allocate(16);
        octets.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return Bytes.of(octets.array());
    }

    private static UUID uuid(Bytes octets) {
        ByteBuffer numbers = ByteBuffer.wrap(octets.toArray());
        return new UUID(numbers.getLong(), numbers.getLong());
    }
}
