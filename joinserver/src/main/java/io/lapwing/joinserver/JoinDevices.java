package io.lapwing.joinserver;

import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import io.lapwing.service.AuditEvent;
import java.util.Optional;

/// The devices, and the audit log that stands beside them. Each method throws [io.lapwing.crypto.Fault] `UNAVAILABLE`
/// or `EXHAUSTED` when the store does not take part; nothing was changed then.
public interface JoinDevices {
    /// The device as it was last committed.
    Optional<JoinDevice> find(Eui64 devEui);

    /// Opens the device's root keys for the calling thread and one request.
    RootKeyWork open(JoinDevice device);

    /// Makes a join durable, state and audit record in one.
    ///
    /// @return false, and nothing is written, when the device is no longer as it was seen
    boolean commit(JoinDevice seen, JoinState next, AuditEvent event);

    /// Makes an audit record durable that changes nothing: a refusal, or a key delivered again.
    void record(AuditEvent event);
}
