package io.lapwing.vault.memory;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.Anchor;
import io.lapwing.vault.DurableFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The file `anchor.lapwing`, format 1: 17 octets `LAPWING ANCHOR 1` and a line feed, epoch and audit size (8 octets
/// each, big-endian), audit root (32 octets or none), and an AES-CMAC over all before.
///
/// Whoever can put back an older copy of this very file can hide an older store: a vault in hardware resists that.
final class AnchorFile {
    private static final Bytes MAGIC =
            Bytes.of("LAPWING ANCHOR 1\n".getBytes(StandardCharsets.US_ASCII));
    private static final int TAG_BYTES = 16;
    private static final int SHORTEST_BYTES = MAGIC.length() + 16 + TAG_BYTES;

    private final Path file;
    private final Aes aes;
    private final Secret key;

    AnchorFile(Path file, Aes aes, Secret key) {
        this.file = file;
        this.aes = aes;
        this.key = key;
    }

    void write(Anchor anchor) {
        ByteBuffer numbers = ByteBuffer.wrap(new byte[16]);
        numbers.putLong(anchor.epoch()).putLong(anchor.auditSize());
        Bytes body = Bytes.concat(MAGIC, Bytes.of(numbers.array()), anchor.auditRoot());
        new DurableFile(file).write(Bytes.concat(body, aes.cmac(key, body)));
    }

    /// The anchor written last.
    ///
    /// @throws Fault `TAMPERED` when the file is gone or was not written by this vault
    Anchor read() {
        Bytes all = new DurableFile(file).read(SHORTEST_BYTES + 32).orElseThrow(this::gone);
        int body = all.length() - TAG_BYTES;
        if ((all.length() != SHORTEST_BYTES && all.length() != SHORTEST_BYTES + 32)
                || !aes.cmac(key, all.slice(0, body)).equals(all.slice(body, all.length()))) {
            throw new Fault(
                    Fault.Kind.TAMPERED, file + " was not written by this vault: restore it");
        }
        ByteBuffer numbers = ByteBuffer.wrap(all.slice(MAGIC.length(), body).toArray());
        return new Anchor(
                numbers.getLong(), numbers.getLong(), all.slice(MAGIC.length() + 16, body));
    }

    private Fault gone() {
        return new Fault(
                Fault.Kind.TAMPERED,
                file
                        + " is gone: without it an old copy of the store would go unnoticed;"
                        + " restore it from where the vault was");
    }
}
