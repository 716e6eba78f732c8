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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
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
        Aes aes = prepare();
        Set<String> users = Set.of(Arrays.copyOfRange(arguments, 1, arguments.length));
        try (FileChannel input = new FileInputStream(FileDescriptor.in).getChannel();
                KeySlots slots = read(aes, input);
                CoreServer server = CoreServer.open(slots, Path.of(arguments[0]), users);
                FileOutputStream output = new FileOutputStream(FileDescriptor.out)) {
            output.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            server.serve();
        }
    }

    /// Makes this process harder to look into, and tries what it computes with.
    static Aes prepare() {
        List<String> missing = Hardening.apply().missing();
        if (!missing.isEmpty()) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "this system does not isolate the core: " + String.join("; ", missing));
        }
        Aes aes = Aes.best();
        requireKnownAnswer(aes);
        return aes;
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

    /// Reads root keys straight into secret memory: a stream takes them over its thread's stack, which nobody wipes.
    static KeySlots read(Aes aes, ReadableByteChannel input) throws IOException {
        try (Secret octets = Secret.allocate(2 * KEY_BYTES + 1)) {
            int length = fill(octets, input);
            if (length != KEY_BYTES && length != 2 * KEY_BYTES) {
                throw Fault.badInput(
                        "root keys of another length: want 16 bytes (AppKey) or 32 (NwkKey, AppKey)");
            }
            Secret first = part(octets, 0, KEY_BYTES);
            return length == KEY_BYTES
                    ? SoftKeySlots.of10(aes, first)
                    : SoftKeySlots.of11(aes, first, part(octets, KEY_BYTES, KEY_BYTES));
        }
    }

    /// How many octets came until there was no more room, or until the end.
    static int fill(Secret secret, ReadableByteChannel input) throws IOException {
        return fill(secret.segment().asByteBuffer(), input);
    }

    /// The same, from the beginning of what room there is.
    static int fill(ByteBuffer room, ReadableByteChannel input) throws IOException {
        int read = 0;
        while (room.hasRemaining() && read >= 0) {
            read = input.read(room);
        }
        return room.position();
    }

    static Secret part(Secret whole, int start, int lengthBytes) {
        Secret part = Secret.allocate(lengthBytes);
        part.segment().copyFrom(whole.segment().asSlice(start, lengthBytes));
        return part;
    }
}
