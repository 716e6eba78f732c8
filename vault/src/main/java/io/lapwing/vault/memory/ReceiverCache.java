package io.lapwing.vault.memory;

import io.lapwing.crypto.Secret;
import io.lapwing.vault.ReceiverKey;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Receivers' keys that were opened before, the most recently used. It hands out copies, so that a key leaves it wiped
/// while others still compute with theirs.
final class ReceiverCache implements AutoCloseable {
    /// Receivers whose keys are kept open: networks have few peers.
    static final int MOST_RECEIVERS = 1024;

    private final Map<ReceiverKey, Secret> open = LinkedHashMap.newLinkedHashMap(64);
    private final ReentrantLock lock = new ReentrantLock();

    /// A copy of the receiver's key, which `unwrap` opens when it is not there. The caller closes it.
    Secret copy(ReceiverKey receiver, Function<ReceiverKey, Secret> unwrap) {
        lock.lock();
        try {
            Secret known = open.remove(receiver);
            if (known != null) {
                open.put(receiver, known);
                return copyOf(known);
            }
        } finally {
            lock.unlock();
        }
        Secret fresh = unwrap.apply(receiver);
        lock.lock();
        try {
            Secret before = open.put(receiver, copyOf(fresh));
            if (before != null) {
                before.close();
            }
            trim();
        } finally {
            lock.unlock();
        }
        return fresh;
    }

    /// Forgets all, since some of them may be under a key that is no more.
    void clear() {
        lock.lock();
        try {
            open.values().forEach(Secret::close);
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    private void trim() {
        Iterator<Secret> oldestFirst = open.values().iterator();
        while (open.size() > MOST_RECEIVERS) {
            oldestFirst.next().close();
            oldestFirst.remove();
        }
    }

    private static Secret copyOf(Secret secret) {
        return secret.use(from -> {
            Secret copy = Secret.allocate(secret.length());
            MemorySegment.copy(from, 0, copy.segment(), 0, from.byteSize());
            return copy;
        });
    }

    @Override
    public void close() {
        clear();
    }
}
