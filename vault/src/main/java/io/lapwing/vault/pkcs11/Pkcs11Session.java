package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Fault;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.KeyUse;
import io.lapwing.vault.RootKey;
import io.lapwing.vault.VaultSession;
import io.lapwing.vault.WrappedKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A sitting: one session of the pool, given back with everything made in it destroyed.
final class Pkcs11Session implements VaultSession {
    private final TokenLink link;
    private @Nullable Seat seat;
    private long[] made = new long[4];
    private int count;

    Pkcs11Session(TokenLink link) {
        this.link = link;
        seat = link.take();
    }

    @Override
    public RootKey root(WrappedKey wrapped, KeyBinding.Root binding) {
        long key = own(WrappedKeys.open(seat(), wrapped, binding, Templates.ROOT_KEY));
        return new Pkcs11RootKey(this, key, KeyUse.ROOT);
    }

    Seat seat() {
        Seat open = seat;
        if (open == null) {
            throw new Fault(
                    Fault.Kind.INTERNAL, "a key was used after its vault session was closed");
        }
        return open;
    }

    /// Destroys the object when the sitting ends.
    long own(long object) {
        if (count == made.length) {
            made = Arrays.copyOf(made, 2 * count);
        }
        made[count++] = object;
        return object;
    }

    @Override
    public void close() {
        Seat open = seat;
        if (open == null) {
            return;
        }
        seat = null;
        try {
            for (int i = 0; i < count; i++) {
                open.session().discard(made[i]);
            }
        } finally {
            link.give(open);
        }
    }
}
