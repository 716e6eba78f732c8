package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;

/// The keys that a side of the join shows the other, as EDHOC's external authorization data (RFC 9528 §3.8): a label and an
/// octet string.
final class StorageItem {
    private StorageItem() {}

    /// EAD_3: the node's storage key.
    static Bytes ofNode(StorageKey key) {
        return new CborWriter().number(Edhoc.EAD_STORAGE_KEY).octets(key.point()).done();
    }

    static StorageKey readNode(Bytes plaintext) {
        return new StorageKey(read(plaintext, StorageKey.LENGTH_BYTES));
    }

    /// EAD_4: the Central Entity's storage key, and the point that verifies its lists.
    static Bytes ofCentral(CentralKeys keys) {
        return new CborWriter()
                .number(Edhoc.EAD_STORAGE_KEY)
                .octets(Bytes.concat(keys.storage().point(), keys.verification().point()))
                .done();
    }

    static CentralKeys readCentral(Bytes plaintext) {
        Bytes both = read(plaintext, 2 * StorageKey.LENGTH_BYTES);
        return new CentralKeys(
                new StorageKey(both.slice(0, StorageKey.LENGTH_BYTES)),
                new VerificationKey(both.slice(StorageKey.LENGTH_BYTES, both.length())));
    }

    private static Bytes read(Bytes plaintext, int length) {
        var in = new CborReader(plaintext);
        int label = in.take("external item", 1).at(0);
        if (label != 0x20 - 1 - Edhoc.EAD_STORAGE_KEY) {
            throw Fault.badInput("external item of label " + label + ": want the storage key");
        }
        Bytes octets = in.octets("storage key", length, length);
        in.end();
        return octets;
    }
}
