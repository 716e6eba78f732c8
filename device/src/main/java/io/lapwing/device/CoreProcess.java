package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
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
/// door is open, and an answer that is known was computed, it writes `ready` to its standard output.
///
/// Before it reads a key it makes itself non-dumpable, so that no other process without privileges can attach to it or read
/// its memory, files or surroundings in `/proc`. The Java machine has to be started with `-XX:+DisableAttachMechanism`, and
/// better as a user of its own: see `docs/protocols/core.md`.
public final class CoreProcess {
    private static final int KEY_BYTES = 16;

    // RFC 4493 §4, example 2
    private static final Bytes KNOWN_KEY = Bytes.hex("2B7E151628AED2A6ABF7158809CF4F3C");
    private static final Bytes KNOWN_MESSAGE = Bytes.hex("6BC1BEE22E409F96E93D7E117393172A");
    private static final Bytes KNOWN_MAC = Bytes.hex("070A16B46B4D4144F79BDD9DD04A287C");

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
        Aes aes = Aes.best();
        requireKnownAnswer(aes);
        Set<String> users = Set.of(Arrays.copyOfRange(arguments, 1, arguments.length));
        try (InputStream input = new FileInputStream(FileDescriptor.in);
                KeySlots slots = read(aes, input);
                CoreServer server = CoreServer.open(slots, Path.of(arguments[0]), users);
                FileOutputStream output = new FileOutputStream(FileDescriptor.out)) {
            output.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            server.serve();
        }
    }

    /// A core that computes wrongly must not begin.
    private static void requireKnownAnswer(Aes aes) {
        try (Secret key = Secret.take(KNOWN_KEY.toArray())) {
            if (!aes.cmac(key, KNOWN_MESSAGE).equals(KNOWN_MAC)) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        aes.engine()
                                + " computes another AES-CMAC than RFC 4493: want a whole one");
            }
        }
    }

    /// Reads root keys, without a buffer that would keep them.
    static KeySlots read(Aes aes, InputStream input) throws IOException {
        byte[] octets = new byte[2 * KEY_BYTES];
        try {
            int length = input.readNBytes(octets, 0, octets.length);
            if ((length != KEY_BYTES && length != octets.length) || input.read() >= 0) {
                throw Fault.badInput(
                        "root keys of another length: want 16 bytes (AppKey) or 32 (NwkKey, AppKey)");
            }
            byte[] first = Arrays.copyOf(octets, KEY_BYTES);
            return length == KEY_BYTES
                    ? SoftKeySlots.of10(aes, Secret.take(first))
                    : SoftKeySlots.of11(
                            aes,
                            Secret.take(first),
                            Secret.take(Arrays.copyOfRange(octets, KEY_BYTES, octets.length)));
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
