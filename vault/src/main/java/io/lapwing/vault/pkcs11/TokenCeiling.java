package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.BindingTag;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.WrappedKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How fast the token alone is: the calls of a LoRaWAN 1.0 join in their cheapest order, without the vault's layers.
/// The ceiling against which a bench holds the vault.
///
/// A join is: binding tag, unwrap, CMAC of request and answer, encryption of the answer, then twice derive, wrap and
/// destroy, and destroy the root key.
public final class TokenCeiling {
    private static final KeyBinding.Root ROW =
            new KeyBinding.Root(Bytes.of(new byte[8]), KeyBinding.Kind.APP_KEY, 0, 1);
    private static final Bytes REQUEST = Bytes.of(new byte[19]);
    private static final Bytes ANSWER = Bytes.of(new byte[16]);
    private static final int ROUND = 64;

    private final TokenSession session;
    private final KeyRing keys;
    private final WrappedKey wrapped;
    private final Bytes tagMessage;
    private final long receiver;

    private TokenCeiling(Seat seat) {
        session = seat.session();
        keys = seat.keys();
        long key = session.generate(Templates.NEW_KEY);
        wrapped = WrappedKeys.seal(seat, key, ROW);
        tagMessage = BindingTag.message(wrapped.version(), ROW, wrapped.ciphertext());
        long receiverKey = session.generate(Templates.NEW_KEY);
        Bytes receiverCiphertext = session.wrap(keys.wrapping(keys.newest()), receiverKey);
        receiver =
                session.unwrap(
                        keys.wrapping(keys.newest()), receiverCiphertext, Templates.RECEIVER_KEY);
        session.discard(receiverKey);
        session.discard(key);
    }

    /// Runs joins on the token of an existing vault, which no [Pkcs11Vault] of this process has open.
    ///
    /// @param threads how many at once, at most the sessions of the configuration
    /// @return joins a second
    public static double joinsPerSecond(Pkcs11Config config, int threads, Duration time) {
        if (threads < 1 || threads > config.limits().sessions()) {
            throw Fault.badInput(
                    "threads %d: want 1 to %d".formatted(threads, config.limits().sessions()));
        }
        TokenModule module = new TokenModule(config.module(), config.softHsmConf());
        try (TokenLink link = new TokenLink(module, config, System::nanoTime);
                ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<Double>> rates = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                rates.add(workers.submit(() -> rate(link, time)));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return sum;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while measuring the token", e);
        } catch (ExecutionException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "token measurement: " + e.getCause(), e);
        }
    }

    private static double rate(TokenLink link, Duration time) {
        Seat seat = link.take();
        try {
            TokenCeiling ceiling = new TokenCeiling(seat);
            long start = System.nanoTime();
            long joins = 0;
            long passed = 0;
            while (passed < time.toNanos()) {
                for (int i = 0; i < ROUND; i++) {
                    ceiling.join();
                }
                joins += ROUND;
                passed = System.nanoTime() - start;
            }
            ceiling.session.discard(ceiling.receiver);
            return joins * 1e9 / passed;
        } finally {
            link.give(seat);
        }
    }

    private void join() {
        session.sign(Mechanism.AES_CMAC, keys.binding(), tagMessage);
        long root =
                session.unwrap(
                        keys.wrapping(wrapped.version()), wrapped.ciphertext(), Templates.ROOT_KEY);
        session.sign(Mechanism.AES_CMAC, root, REQUEST);
        session.sign(Mechanism.AES_CMAC, root, ANSWER);
        session.decrypt(Mechanism.AES_ECB, root, ANSWER);
        for (int i = 0; i < 2; i++) {
            long sessionKey = session.derive(root, ANSWER, Templates.SESSION_KEY);
            session.wrap(receiver, sessionKey);
            session.discard(sessionKey);
        }
        session.discard(root);
    }
}
