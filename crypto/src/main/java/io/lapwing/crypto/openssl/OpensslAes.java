package io.lapwing.crypto.openssl;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;

/// AES by libcrypto: no key is ever on the Java heap.
///
/// Contexts wait in a bounded pool rather than one per thread, because there may be a virtual thread per request.
public final class OpensslAes implements Aes {
    /// Contexts that wait for use, at most; those made beyond it in a burst are freed.
    private static final int IDLE_CONTEXTS = 32;

    private final Ciphers ciphers = new Ciphers();
    private final String engine = Libcrypto.version();
    private final ArrayBlockingQueue<CipherContext> idle = new ArrayBlockingQueue<>(IDLE_CONTEXTS);

    private OpensslAes() {}

    /// Empty where this system has no OpenSSL 3.
    public static Optional<Aes> load() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(Libcrypto.LIBRARY, arena);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        return Optional.of(new OpensslAes());
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public Bytes cmac(Secret key, Bytes message) {
        return compute(context -> key.use(k -> context.cmac(k, message)));
    }

    @Override
    public Bytes encrypt(Secret key, Bytes blocks) {
        Aes.requireBlocks(blocks);
        return compute(context -> key.use(k -> context.ecb(k, blocks, true)));
    }

    @Override
    public Bytes decrypt(Secret key, Bytes blocks) {
        Aes.requireBlocks(blocks);
        return compute(context -> key.use(k -> context.ecb(k, blocks, false)));
    }

    @Override
    public Secret derive(Secret key, Bytes block) {
        Aes.requireBlock(block);
        Secret derived = Secret.allocate(16);
        compute(context ->
                key.use(k -> {
                    context.derive(k, block, derived.segment());
                    return derived;
                }));
        return derived;
    }

    @Override
    public Bytes wrap(Secret wrappingKey, Secret key) {
        Aes.requireKey(key.length());
        return compute(context -> wrappingKey.use(w -> key.use(k -> context.wrap(w, k))));
    }

    @Override
    public Secret unwrap(Secret wrappingKey, Bytes wrapped) {
        Aes.requireWrapped(wrapped);
        Secret key = Secret.allocate(wrapped.length() - 8);
        boolean whole =
                compute(context -> wrappingKey.use(w -> context.unwrap(w, wrapped, key.segment())));
        return Aes.requireWhole(whole, key);
    }

    private <T> T compute(Function<CipherContext, T> work) {
        CipherContext waiting = idle.poll();
        CipherContext context = waiting == null ? new CipherContext(ciphers) : waiting;
        try {
            return work.apply(context);
        } finally {
            context.wipe();
            if (!idle.offer(context)) {
                context.free();
            }
        }
    }
}
