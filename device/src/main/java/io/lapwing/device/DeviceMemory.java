package io.lapwing.device;

import java.util.concurrent.atomic.AtomicReference;

/// What a device must not forget when its power goes (TS001-1.1 §6.1.2): its nonces.
public interface DeviceMemory {
    /// What was last stored; [DeviceCounters#START] for a new device.
    DeviceCounters load();

    /// Stores, durable on return.
    void store(DeviceCounters counters);

    /// A memory that lasts as long as the process: for simulated devices.
    static DeviceMemory volatileMemory() {
        AtomicReference<DeviceCounters> kept = new AtomicReference<>(DeviceCounters.START);
        return new DeviceMemory() {
            @Override
            public DeviceCounters load() {
                return kept.get();
            }

            @Override
            public void store(DeviceCounters counters) {
                kept.set(counters);
            }
        };
    }
}
