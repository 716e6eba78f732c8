package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.libc.Hardening;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The secure core as a process of its own: `CoreProcess SOCKET [USER…]`, the root keys on its standard input.
///
/// The input is the AppKey of a 1.0.x device (16 octets), or NwkKey and AppKey of a 1.1 device (32 octets), and its end. They
/// come by a pipe because no file, argument or environment variable of a process is hidden from others of its user. When the
/// door is open it writes `ready` to its standard output.
///
/// Before it reads a key it makes itself non-dumpable, so that no other process without privileges can attach to it or read
/// its memory, files or surroundings in `/proc`. The Java machine has to be started with `-XX:+DisableAttachMechanism`, and
/// better as a user of its own: see `docs/protocols/core.md`.
public final class CoreProcess {
    private static final int KEY_BYTES = 16;

    private CoreProcess() {}

    /// Serves until the process is ended.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1) {
            throw Fault.badInput("no argument: want SOCKET [USER…]");
        }
        List<String> missing = Hardening.apply().missing();
        if (!missing.isEmpty()) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "this system does not isolate the core: " + String.join("; ", missing));
        }
        Set<String> users = Set.of(Arrays.copyOfRange(arguments, 1, arguments.length));
        try (InputStream input = new FileInputStream(FileDescriptor.in);
                KeySlots slots = read(input);
                CoreServer server = CoreServer.open(slots, Path.of(arguments[0]), users);
                FileOutputStream output = new FileOutputStream(FileDescriptor.out)) {
            output.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            server.serve();
        }
    }

    /// Reads root keys, without a buffer that would keep them.
    static KeySlots read(InputStream input) throws IOException {
        byte[] octets = new byte[2 * KEY_BYTES];
        try {
            int length = input.readNBytes(octets, 0, octets.length);
            if ((length != KEY_BYTES && length != octets.length) || input.read() >= 0) {
                throw Fault.badInput(
                        "root keys of another length: want 16 bytes (AppKey) or 32 (NwkKey, AppKey)");
            }
            byte[] first = Arrays.copyOf(octets, KEY_BYTES);
            return length == KEY_BYTES
                    ? SoftKeySlots.of10(Aes.best(), Secret.take(first))
                    : SoftKeySlots.of11(
                            Aes.best(),
                            Secret.take(first),
                            Secret.take(Arrays.copyOfRange(octets, KEY_BYTES, octets.length)));
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
