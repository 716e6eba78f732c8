package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where the token is, what opens it, and the bounds of its use.
///
/// @param module the shared library of the PKCS#11 module, such as `/usr/lib/softhsm/libsofthsm2.so`
/// @param tokenLabel the token's label, 1 to 32 bytes of UTF-8
/// @param pin fetches the user's PIN whenever the vault logs in; the vault closes what it gets. A PIN that the token
///     refuses is not tried again
/// @param rotationSecret fetches the 32 octets that open older wrapping keys for [Pkcs11Vault#rewrap]: needed to create a
///     vault, to rotate and to rewrap, and better kept away from the machine at all other times
/// @param softHsmConf the configuration file of SoftHSM, for that module only: set as SOFTHSM2_CONF of this process
/// @param limits the bounds
public record Pkcs11Config(
        Path module,
        String tokenLabel,
        Supplier<Secret> pin,
        Optional<Supplier<Secret>> rotationSecret,
        Optional<Path> softHsmConf,
        Limits limits) {

    /// The bounds of the use of a token.
    ///
    /// @param sessions how many sessions work at once, 1 to 256. A call into the module occupies its carrier thread, so
    ///     more than twice the processors seldom helps
    /// @param patience how long a caller waits for a session before `EXHAUSTED`
    /// @param objectsBeforeRenewal after how many objects made the module is finalised and initialised again, when
    ///     nothing is in flight: SoftHSM frees the objects of a session only then. 0 for never
    public record Limits(int sessions, Duration patience, long objectsBeforeRenewal) {
        /// 16 sessions, 5 s, 10,000 objects: with SoftHSM about 3 MB and 3,000 joins between two renewals. The pause of a
        /// renewal grows with the objects, some 20 ms here and 100 ms at 50,000.
        public static final Limits DEFAULT = new Limits(16, Duration.ofSeconds(5), 10_000);

        public Limits {
            List<String> problems = new ArrayList<>();
            if (sessions < 1 || sessions > 256) {
                problems.add("sessions " + sessions + ": want 1 to 256");
            }
            if (patience.isNegative() || patience.compareTo(Duration.ofMinutes(1)) > 0) {
                problems.add("patience " + patience + ": want 0 to 1 minute");
            }
            if (objectsBeforeRenewal < 0) {
                problems.add("objects before renewal " + objectsBeforeRenewal + ": want 0 or more");
            }
            refuse(problems);
        }
    }

    public Pkcs11Config {
        int length = tokenLabel.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > 32) {
            refuse(List.of("token label of " + length + " bytes: want 1 to 32"));
        }
    }

    /// The same with other bounds.
    public Pkcs11Config with(Limits other) {
        return new Pkcs11Config(module, tokenLabel, pin, rotationSecret, softHsmConf, other);
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw Fault.badInput(String.join("; ", problems));
        }
    }
}
