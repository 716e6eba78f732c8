package io.lapwing.joinserver;

import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import io.lapwing.service.AuditEvent;
import java.util.Optional;
import java.util.function.Function;

/// The devices, and the audit log that stands beside them. Each method throws [io.lapwing.crypto.Fault] `UNAVAILABLE`
/// or `EXHAUSTED` when the store does not take part; nothing was changed then.
public interface JoinDevices {
    /// The device as it was last committed.
    Optional<JoinDevice> find(Eui64 devEui);

    /// Works with the device's root keys, on a thread of the vault's choosing, and waits for it.
    <T> T withKeys(JoinDevice device, Function<RootKeyWork, T> work);

    /// Makes a join durable, state and audit record in one.
    ///
    /// @return false, and nothing is written, when the device is no longer as it was seen
    boolean commit(JoinDevice seen, JoinState next, AuditEvent event);

    /// Makes an audit record durable that changes nothing: a refusal, or a key delivered again.
    void record(AuditEvent event);
}
