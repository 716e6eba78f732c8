package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;
import org.jspecify.annotations.Nullable;

/// All that is remembered of a session: enough to derive its keys again in the vault, and no key.
///
/// @param id by which an application server asks for the AppSKey
/// @param type what the device asked with
/// @param source the values the keys are derived from
/// @param version the device's link layer
/// @param nwkKey the NwkKey that was used; none for a 1.0.x device
/// @param appKey the AppKey that was used
public record SessionParameters(
        SessionKeyId id,
        JoinType type,
        SessionSource source,
        MacVersion version,
        @Nullable RootKeyRef nwkKey,
        RootKeyRef appKey) {
    public SessionParameters {
        if (version.hasNwkKey() != (nwkKey != null)) {
            throw Fault.badInput(
                    "session of a "
                            + version
                            + " device "
                            + (nwkKey == null ? "without" : "with")
                            + " an NwkKey: only 1.1 devices have one, and they always do");
        }
        if (source.keying() == Keying.AS_1_1 && version != MacVersion.V1_1) {
            throw Fault.badInput("session of a " + version + " device keyed as 1.1: want 1.0");
        }
    }

    /// The kind of root key from which this session key comes.
    public RootKeyKind rootKeyFor(SessionKeyType type) {
        return version.rootKeyFor(source.keying(), type);
    }

    /// The root key of this kind that the session was made with.
    ///
    /// @throws Fault `NOT_FOUND` for the NwkKey of a 1.0.x device
    public RootKeyRef rootKey(RootKeyKind kind) {
        return switch (kind) {
            case APP_KEY -> appKey;
            case NWK_KEY -> {
                if (nwkKey == null) {
                    throw new Fault(
                            Fault.Kind.NOT_FOUND,
                            "a " + version + " device has no NwkKey: want its AppKey");
                }
                yield nwkKey;
            }
        };
    }
}
