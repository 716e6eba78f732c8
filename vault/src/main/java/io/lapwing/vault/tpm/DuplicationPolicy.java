package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// To whom a duplicable key may go. The TPM holds to it wherever the key is, for it is part of the key's Name.
///
/// Every policy but [Anyone] names the new parent (TPM2_PolicyDuplicationSelect). One of TPM2_PolicyCommandCode alone lets
/// anybody duplicate the key to no parent, TPM_RH_NULL, and read it.
public sealed interface DuplicationPolicy {
    /// 32 octets, the object's authPolicy.
    Bytes digest();

    /// To some storage keys, named when the key is made.
    ///
    /// @param parentNames 1 to 8 Names of storage keys, in any order; kept ascending
    record Parents(List<Bytes> parentNames) implements DuplicationPolicy {
        /// As many branches as TPM2_PolicyOR takes.
        public static final int MOST = 8;

        public Parents {
            parentNames = List.copyOf(new TreeSet<>(parentNames));
            if (parentNames.isEmpty() || parentNames.size() > MOST) {
                throw Fault.badInput(
                        "policy with %d parents: want 1 to %d; for more, a group"
                                .formatted(parentNames.size(), MOST));
            }
            parentNames.forEach(Parents::requireName);
        }

        private static void requireName(Bytes name) {
            if (name.length() != Short.BYTES + Sha256.LENGTH_BYTES) {
                throw Fault.badInput("Name of " + name.length() + " bytes: want 34");
            }
        }

        @Override
        public Bytes digest() {
            List<PolicyDigest> branches = branches();
            return branches.size() == 1
                    ? branches.getFirst().value()
                    : PolicyDigest.or(branches).value();
        }

        List<PolicyDigest> branches() {
            return parentNames.stream().map(PolicyDigest.START::duplicationSelect).toList();
        }

        /// The way to one of them.
        ///
        /// @throws Fault `FORBIDDEN` to any other
        public Route to(StoragePublic parent) {
            return new Route.Direct(this, parent);
        }
    }

    /// To whomever an authority permits, now or later (TPM2_PolicyAuthorize): for groups whose members change.
    ///
    /// @param reference which group of the authority's; 1 to 32 octets
    record Group(Authority authority, Bytes reference) implements DuplicationPolicy {
        /// A TPM2B_NONCE holds no more.
        private static final int LONGEST_REFERENCE_BYTES = 32;

        public Group {
            if (reference.length() < 1 || reference.length() > LONGEST_REFERENCE_BYTES) {
                throw Fault.badInput(
                        "group reference of %d bytes: want 1 to %d"
                                .formatted(reference.length(), LONGEST_REFERENCE_BYTES));
            }
        }

        @Override
        public Bytes digest() {
            return PolicyDigest.authorize(authority.name(), reference).value();
        }

        /// What the authority signs, by ECDSA on P-256 with SHA-256, to permit that keys of this group go to this
        /// parent: the approved policy and the reference. A permission cannot be taken back; a new group can be begun.
        public Bytes permissionFor(StoragePublic parent) {
            return Bytes.concat(
                    PolicyDigest.START.duplicationSelect(parent.name()).value(), reference);
        }

        /// The way to a parent.
        ///
        /// @param signature of the authority over [#permissionFor], 64 octets `r | s`
        /// @throws Fault `FORBIDDEN` unless it is
        public Route to(StoragePublic parent, Bytes signature) {
            return new Route.Permitted(this, parent, signature);
        }
    }

    /// To one parent, and from there on to whomever an authority permits: for who makes a key, and does not know the storage
    /// key of its receiver, but whom it trusts to know it (TPM2_PolicyOR of the two). The authority's signature is needed
    /// on the second way alone.
    ///
    /// @param centre whose chip passes the key on
    /// @param onward to whom
    record Translated(StoragePublic centre, Group onward) implements DuplicationPolicy {
        @Override
        public Bytes digest() {
            return PolicyDigest.or(branches()).value();
        }

        List<PolicyDigest> branches() {
            return List.of(
                    PolicyDigest.START.duplicationSelect(centre.name()),
                    new PolicyDigest(onward.digest()));
        }

        /// The way to the centre.
        public Route toCentre() {
            return new Route.ToCentre(this);
        }

        /// The way on to a parent.
        ///
        /// @param signature of the authority over [Group#permissionFor], 64 octets `r | s`
        /// @throws Fault `FORBIDDEN` unless it is
        public Route to(StoragePublic parent, Bytes signature) {
            return new Route.Onward(this, new Route.Permitted(onward, parent, signature));
        }
    }

    /// To anyone, and to no parent at all (TPM2_PolicyCommandCode alone): **insecure**. Whoever controls a TPM that has the key
    /// reads it in the clear. For the reproduction of flows that were published so, and for nothing else.
    record Anyone() implements DuplicationPolicy {
        @Override
        public Bytes digest() {
            return PolicyDigest.START.commandCode(CommandCode.DUPLICATE).value();
        }

        /// The way to a parent.
        public Route to(StoragePublic parent) {
            return new Route.Anywhere(this, parent);
        }
    }

    /// To storage keys, 1 to 8.
    static Parents toParents(Collection<StoragePublic> parents) {
        return new Parents(parents.stream().map(StoragePublic::name).toList());
    }
}
