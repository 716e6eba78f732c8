package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.tpm.CipherKey;
import io.lapwing.vault.tpm.DuplicableKey;
import io.lapwing.vault.tpm.HeldKey;
import io.lapwing.vault.tpm.MacKey;
import io.lapwing.vault.tpm.Route;

/// A key in a TPM.
sealed interface TpmKey extends DerivingKey {
    /// Made here.
    ///
    /// @param toCentral the one way that it may leave
    record Made(MacKey key, Route toCentral) implements TpmKey, KeyChip.MadeKey {
        @Override
        public Secret derive(Bytes context) {
            return key.hmac(context);
        }

        @Override
        public SealedKey sealed() {
            return new SealedKey(key.duplicate(toCentral).encodeShort());
        }

        @Override
        public void close() {
            key.close();
        }
    }

    /// Made elsewhere, and sealed to here.
    record Loaded(MacKey key) implements TpmKey {
        @Override
        public Secret derive(Bytes context) {
            return key.hmac(context);
        }

        @Override
        public void close() {
            key.close();
        }
    }

    /// Agreed or delivered, and taken over.
    record Taken(HeldKey key) implements TpmKey {
        @Override
        public Secret derive(Bytes context) {
            return key.hmac(context);
        }

        @Override
        public void close() {
            key.close();
        }
    }

    /// A key of the form that was asked for.
    static MacKey mac(DuplicableKey key) {
        return switch (key) {
            case MacKey mac -> mac;
            case CipherKey cipher -> {
                cipher.close();
                throw new Fault(
                        Fault.Kind.INTERNAL, "TPM made a cipher key where a MAC key was asked for");
            }
        };
    }
}
