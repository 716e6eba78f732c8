package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A way that a key's policy allows: to one storage key, with what shows that it is allowed. There are no others: making
/// one that the policy does not allow is `FORBIDDEN`.
public sealed interface Route {
    /// The policy that the key has.
    DuplicationPolicy policy();

    /// Where the key goes.
    StoragePublic parent();

    /// To a parent that the policy names.
    record Direct(DuplicationPolicy.Parents policy, StoragePublic parent) implements Route {
        public Direct {
            if (!policy.parentNames().contains(parent.name())) {
                throw new Fault(
                        Fault.Kind.FORBIDDEN,
                        "key may not go to %s: its policy names %s"
                                .formatted(parent.name(), policy.parentNames()));
            }
        }
    }

    /// To a parent of whom the policy says nothing.
    record Anywhere(DuplicationPolicy.Anyone policy, StoragePublic parent) implements Route {}

    /// To the centre of a key that goes on from there.
    record ToCentre(DuplicationPolicy.Translated policy) implements Route {
        @Override
        public StoragePublic parent() {
            return policy.centre();
        }
    }

    /// On from the centre.
    ///
    /// @param permission of the authority that the policy names
    record Onward(DuplicationPolicy.Translated policy, Permitted permission) implements Route {
        @Override
        public StoragePublic parent() {
            return permission.parent();
        }
    }

    /// To a parent that the group's authority permits.
    ///
    /// @param signature of the authority over [DuplicationPolicy.Group#permissionFor], 64 octets `r | s`
    record Permitted(DuplicationPolicy.Group policy, StoragePublic parent, Bytes signature)
            implements Route {
        public Permitted {
            if (!policy.authority().signed(policy.permissionFor(parent), signature)) {
                throw new Fault(
                        Fault.Kind.FORBIDDEN,
                        "key may not go to %s: the group's authority did not sign that"
                                .formatted(parent.name()));
            }
        }
    }
}
