package io.lapwing.crypto.openssl;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// How fast libcrypto alone is: one AES-128 block at a time under a key set up once, in place, with nothing around it. The
/// ceiling against which a bench holds what is made of such blocks. For one thread.
public final class BlockCeiling implements AutoCloseable {
    private static final int BLOCK_BYTES = 16;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment block = arena.allocate(BLOCK_BYTES);
    private final MemorySegment outLength = arena.allocate(Integer.BYTES);
    private final MemorySegment context = Libcrypto.newContext();

    /// @throws Fault `INTERNAL` where this system has no OpenSSL 3
    public BlockCeiling() {
        try (Secret key = Secret.random(BLOCK_BYTES)) {
            key.use(octets -> {
                MemorySegment cipher = new Ciphers().ecb(octets);
                Libcrypto.init(context, cipher, octets, MemorySegment.NULL, true);
                return cipher;
            });
        }
    }

    /// Encrypts the block that the last call made.
    public void encrypt() {
        Libcrypto.update(context, block, outLength, block, BLOCK_BYTES);
    }

    @Override
    public void close() {
        Libcrypto.freeContext(context);
        arena.close();
    }
}
