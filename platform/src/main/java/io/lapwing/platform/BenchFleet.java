package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.DeviceIdentity;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.vault.ImportKey;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The devices of a bench: numbered, LoRaWAN 1.0.4, with keys that are made of one random master, so that a million of them
/// cost this process no memory.
final class BenchFleet implements AutoCloseable {
    static final Eui64 JOIN_EUI = Eui64.parse("70B3D57ED0000000");

    /// The label of the application server's wrapping key.
    static final String APPLICATION_SERVER = "bench-as";

    private static final long FIRST_DEV_EUI = 0x70B3D57EB0000000L;
    private static final int TRANSPORT_KEY_BYTES = 32;

    /// How many owners share a described fleet, and how many sites.
    private static final int OWNERS = 1_000;

    private static final int SITES = 50;
    private static final int BATCH = 5_000;

    private final int size;
    private final Aes aes;
    private final boolean described;
    private final Secret master = Secret.random(16);

    /// How many DevNonces each device has used.
    private final char[] nonces;

    BenchFleet(int size, Aes aes) {
        this(size, aes, false);
    }

    private BenchFleet(int size, Aes aes, boolean described) {
        this.size = size;
        this.aes = aes;
        this.described = described;
        nonces = new char[size];
    }

    /// A fleet whose devices have owners, home networks and labels, as those that people search.
    static BenchFleet described(int size, Aes aes) {
        return new BenchFleet(size, aes, true);
    }

    /// Whose a device of a described fleet is: neighbours have different owners.
    static String owner(int device) {
        return "owner-%03d".formatted(device % OWNERS);
    }

    static String site(int device) {
        return "site-%02d".formatted(device / 7 % SITES);
    }

    static String batch(int device) {
        return "%05d".formatted(device / BATCH);
    }

    int size() {
        return size;
    }

    Aes aes() {
        return aes;
    }

    Eui64 devEui(int device) {
        return devEuiOf(device);
    }

    static Eui64 devEuiOf(int device) {
        return new Eui64(FIRST_DEV_EUI + device);
    }

    DeviceIdentity identity(int device) {
        return new DeviceIdentity(devEui(device), JOIN_EUI, MacVersion.V1_0_4);
    }

    /// The device's AppKey, for the caller to close.
    Secret appKey(int device) {
        Bytes eui = devEui(device).bigEndian();
        return aes.derive(master, Bytes.concat(eui, eui));
    }

    /// The device's next DevNonce. A device belongs to one thread at a time.
    int takeNonce(int device) {
        if (nonces[device] == DevNonce.MAX) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "device " + devEui(device) + " used all its DevNonces: want more --devices");
        }
        return nonces[device]++;
    }

    /// Writes the file by which the devices are imported: one transport key, and a line for each.
    void writeImport(Path file, ImportKey vault, Progress progress) {
        try (Secret transport = Secret.random(TRANSPORT_KEY_BYTES);
                BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"transport\":\"" + JweSeal.seal(vault, transport) + "\"}\n");
            for (int device = 0; device < size; device++) {
                try (Secret appKey = appKey(device)) {
                    out.write(line(device, JweSeal.sealDirect(transport, appKey)));
                }
                progress.at(device + 1L);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line(int device, String sealed) {
        return "{\"devEui\":\""
                + devEui(device)
                + "\",\"joinEui\":\""
                + JOIN_EUI
                + "\",\"macVersion\":\"1.0.4\",\"applicationServerKey\":\""
                + APPLICATION_SERVER
                + "\",\"appKey\":\""
                + sealed
                + "\""
                + (described ? description(device) : "")
                + "}\n";
    }

    private static String description(int device) {
        return ",\"owner\":\"%s\",\"netId\":\"%s\",\"labels\":\"site=%s;batch=%s\""
                .formatted(owner(device), BenchFolder.NET_ID, site(device), batch(device));
    }

    @Override
    public void close() {
        master.close();
    }
}
