package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import java.util.function.UnaryOperator;

/// Blocks that are encrypted elsewhere, and do not fit into one message.
final class Pieces {
    private Pieces() {}

    /// Encrypts piece by piece: no blocks are one piece of nothing.
    ///
    /// @param pieceBytes a number of whole blocks
    static Bytes encrypt(Bytes blocks, int pieceBytes, UnaryOperator<Bytes> encrypt) {
        Bytes encrypted = Bytes.EMPTY;
        int at = 0;
        do {
            int end = Math.min(blocks.length(), at + pieceBytes);
            encrypted = Bytes.concat(encrypted, encrypt.apply(blocks.slice(at, end)));
            at = end;
        } while (at < blocks.length());
        return encrypted;
    }
}
