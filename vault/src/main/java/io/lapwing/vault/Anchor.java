package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// What the vault remembers of the store, so that an old copy of the store is noticed.
///
/// @param epoch rises by one with each start, backup and restore of the store, from 0
/// @param auditSize how many audit records there were
/// @param auditRoot the Merkle tree hash over them (RFC 9162 §2.1.1), 32 octets; empty before the first
public record Anchor(long epoch, long auditSize, Bytes auditRoot) {
    /// What a new vault has witnessed.
    public static final Anchor NONE = new Anchor(0, 0, Bytes.EMPTY);

    public Anchor {
        if (epoch < 0 || auditSize < 0) {
            throw Fault.badInput(
                    "anchor of epoch "
                            + epoch
                            + " and audit size "
                            + auditSize
                            + ": want 0 or more");
        }
        if (auditRoot.length() != 0 && auditRoot.length() != 32) {
            throw Fault.badInput("audit root of " + auditRoot.length() + " bytes: want 32");
        }
    }

    /// Refuses to take the place of a newer anchor: the epoch never falls, and within an epoch the audit log only grows
    /// and one size has one root.
    ///
    /// @throws Fault `CONFLICT`
    public void requireNotOlderThan(Anchor witnessed) {
        boolean sameEpoch = epoch == witnessed.epoch;
        boolean older = epoch < witnessed.epoch || (sameEpoch && auditSize < witnessed.auditSize);
        boolean forked =
                sameEpoch
                        && auditSize == witnessed.auditSize
                        && !auditRoot.equals(witnessed.auditRoot);
        if (older || forked) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "anchor of epoch %d and audit size %d %s: the vault has witnessed epoch %d and size %d"
                            .formatted(
                                    epoch,
                                    auditSize,
                                    older ? "is older" : "has another root",
                                    witnessed.epoch,
                                    witnessed.auditSize));
        }
    }
}
