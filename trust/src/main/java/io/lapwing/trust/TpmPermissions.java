package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/// Signed permissions that keys go to a node's chip: each is signed once, as signing may be slow, and never leaves the
/// Central Entity.
final class TpmPermissions {
    /// As many as there are nodes on a list.
    private static final int MOST = DeviceList.MAX_NODES;

    private final Map<Key, Bytes> signed =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Bytes> eldest) {
                    return size() > MOST;
                }
            };

    private record Key(VerificationKey signer, StorageKey parent) {}

    /// The signature over a permission, 64 octets.
    synchronized Bytes of(ListSigner signer, StorageKey parent, Bytes permission) {
        return signed.computeIfAbsent(
                new Key(signer.verificationKey(), parent), _ -> signer.sign(permission));
    }
}
