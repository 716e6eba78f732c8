package io.lapwing.platform;

import io.lapwing.crypto.Lsh256;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.Sha256;
import io.lapwing.device.Zone;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;

/// LSH-256-224 in Java, beside SHA-256 of the JDK, for which the processor may have instructions, and in plain Java.
final class BenchDeviceHashes {
    private static final int MIB = 1 << 20;
    private static final int LARGE_BYTES = 64 * 1024;

    private final BenchRate rate;

    BenchDeviceHashes(BenchRate rate) {
        this.rate = rate;
    }

    /// A hash function.
    ///
    /// @param regionsPerSecond of the 226 octets that a region holds
    /// @param mibPerSecond of 64 KiB at a time
    record Row(String hash, double regionsPerSecond, double mibPerSecond) {}

    List<Row> rows() {
        byte[] region = new byte[Zone.DATA_BYTES];
        byte[] large = new byte[LARGE_BYTES];
        return List.of(
                lsh(),
                row("SHA-256, JDK", () -> Sha256.digest(region), () -> Sha256.digest(large)),
                row("SHA-256, plain Java", () -> plain(region), () -> plain(large)));
    }

    private Row lsh() {
        try (Secret region = Secret.random(Zone.DATA_BYTES);
                Secret large = Secret.random(LARGE_BYTES)) {
            return row(
                    "LSH-256-224",
                    () -> Lsh256.digest(region.segment()),
                    () -> Lsh256.digest(large.segment()));
        }
    }

    private Row row(String name, Runnable region, Runnable large) {
        return new Row(
                name,
                BenchBounds.rounded(rate.of(region)),
                BenchBounds.rounded(rate.of(large) * LARGE_BYTES / MIB));
    }

    private static void plain(byte[] octets) {
        SHA256Digest digest = new SHA256Digest();
        digest.update(octets, 0, octets.length);
        int _ = digest.doFinal(new byte[digest.getDigestSize()], 0);
    }
}
