package io.lapwing.kms;

import java.util.concurrent.locks.StampedLock;

/// The keys that were just wrapped, on their way into a row.
///
/// A walk over the rows cannot see such a key, and it may be under the version of the vault key that was the newest a
/// moment ago. So whoever looks for the last key under an older version first waits with [#awaitLanded]: what sets out
/// later is under the newest version. The rows of other processes are not seen here; one process opens a vault.
final class FreshKeys {
    private final StampedLock lock = new StampedLock();

    /// From before a key is wrapped until its row is committed, or is not going to be. Closed once, by any thread. Who
    /// holds one begins no second one before the first is closed, unless the store's writer closes the first.
    interface Flight extends AutoCloseable {
        @Override
        void close();
    }

    Flight begin() {
        long stamp = lock.readLock();
        return () -> lock.unlockRead(stamp);
    }

    /// Waits until all flights that began before have ended.
    void awaitLanded() {
        lock.unlockWrite(lock.writeLock());
    }
}
