package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.ImportKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin seal`.
@Command(
        name = "seal",
        description = {
            "Seal a key for import: reads it in hexadecimal from standard input, prints it sealed (JWE).",
            "",
            "Nothing but the vault opens the result. With --jwk it needs no platform: seal where the key is."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin seal --jwk import-key.jwk < app-key.hex > app-key.jwe"
        })
final class SealCommand implements Callable<Integer> {
    /// 32 octets in hexadecimal and a line end.
    private static final int LONGEST_INPUT_BYTES = 66;

    private final Context context;

    @Option(
            names = "--jwk",
            paramLabel = "FILE",
            description = "The import key, from lapwing admin import-key --jwk.")
    private @Nullable Path jwk;

    SealCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ImportKey key = Jwk.read(jwk == null ? ask() : read(jwk));
        String sealed;
        try (Secret secret = input(context.surroundings().in())) {
            sealed = JweSeal.seal(key, secret);
        }
        context.terminal().line(sealed);
        return ExitCode.DONE.number();
    }

    /// The import key of this instance, asked for by its own command: the key to be sealed never goes there in the clear.
    private String ask() {
        return context.output("admin", "import-key", "--jwk");
    }

    private String read(Path named) {
        Path file = context.file(named);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, file + " cannot be read: want a JWK", e);
        }
    }

    private static Secret input(InputStream in) {
        byte[] read = new byte[0];
        byte[] octets = new byte[0];
        try {
            read = in.readNBytes(LONGEST_INPUT_BYTES + 1);
            int digits = read.length;
            while (digits > 0 && Character.isWhitespace(read[digits - 1])) {
                digits--;
            }
            if (read.length > LONGEST_INPUT_BYTES || digits % 16 != 0 || digits < 32) {
                throw Fault.badInput(
                        "key on standard input of "
                                + (digits > LONGEST_INPUT_BYTES ? "too many" : digits)
                                + " characters: want 32, 48 or 64 hexadecimal digits");
            }
            octets = octets(read, digits);
            return Secret.take(octets);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "standard input cannot be read", e);
        } finally {
            Arrays.fill(read, (byte) 0);
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static byte[] octets(byte[] text, int digits) {
        byte[] octets = new byte[digits / 2];
        for (int i = 0; i < digits; i++) {
            int value = Character.digit(text[i], 16);
            if (value < 0) {
                Arrays.fill(octets, (byte) 0);
                throw Fault.badInput(
                        "key on standard input: character " + (i + 1) + " is no hexadecimal digit");
            }
            octets[i / 2] = (byte) (octets[i / 2] << 4 | value);
        }
        return octets;
    }
}
