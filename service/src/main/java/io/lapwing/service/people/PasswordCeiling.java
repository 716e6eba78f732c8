package io.lapwing.service.people;

import io.lapwing.crypto.Secret;
import java.time.Duration;

/// How fast Argon2id alone is, at the cost at which passwords are hashed here. The ceiling against which a bench holds
/// signing in. For one thread.
public final class PasswordCeiling implements AutoCloseable {
    private static final int PASSWORD_BYTES = 24;

    private final Passwords passwords = new Passwords(Passwords.COST, 1, 0);
    private final Secret password = Secret.random(PASSWORD_BYTES);

    /// Hashes for this time, once at least.
    ///
    /// @return hashes a second
    public double hashesPerSecond(Duration time) {
        long start = System.nanoTime();
        long hashes = 0;
        do {
            String _ = passwords.hash(password);
            hashes++;
        } while (System.nanoTime() - start < time.toNanos());
        return hashes * 1e9 / (System.nanoTime() - start);
    }

    @Override
    public void close() {
        password.close();
    }
}
