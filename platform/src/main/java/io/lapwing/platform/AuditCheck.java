package io.lapwing.platform;

import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.AuditVerifier;
import io.lapwing.service.Store;
import io.lapwing.service.Verification;
import io.lapwing.vault.Anchor;
import io.lapwing.vault.Vault;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/// The verification of the whole audit log against what the vault remembers of it. A log that is not intact raises an alarm,
/// whoever looked.
final class AuditCheck {
    private static final int MAX_REASON_LENGTH = 200;

    private AuditCheck() {}

    /// @param progress told how many records were verified
    static Verification of(Platform platform, LongConsumer progress) {
        Verification found = of(platform.vault(), platform.store(), progress);
        if (found instanceof Verification.Broken(long first, long _, String why)) {
            raise(platform, first, why);
        }
        return found;
    }

    /// The same without an alarm, for an instance that does not open: nothing is written to such a store.
    static Verification of(Vault vault, Store store, LongConsumer progress) {
        Anchor anchor = vault.anchor();
        return new AuditVerifier(
                        store.audit(),
                        vault.signingKey(),
                        Optional.of(new AuditLog.Head(anchor.auditSize(), anchor.auditRoot())),
                        progress)
                .verify();
    }

    private static void raise(Platform platform, long first, String why) {
        long _ =
                platform.store()
                        .record(
                                new AuditEvent(
                                        Instant.now(),
                                        "system:audit-verify",
                                        "alarm.raise",
                                        "audit",
                                        "audit-broken",
                                        new TreeMap<>(
                                                Map.of(
                                                        "first",
                                                        Long.toString(first),
                                                        "reason",
                                                        why.length() <= MAX_REASON_LENGTH
                                                                ? why
                                                                : why.substring(
                                                                        0, MAX_REASON_LENGTH)))));
    }
}
