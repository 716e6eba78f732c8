package io.lapwing.device;

/// What the regions of a zone hold, in the order in which they lie in it and are erased: first what opens most.
public enum ZoneClass {
    /// Keys that wrap other keys.
    WRAPPING_KEY,
    /// Root keys, master keys and private keys, and what is derived from them for life.
    ROOT_KEY,
    /// Keys of one session.
    SESSION_KEY,
    /// Counters and log: no secrets. They outlive an erasure, and can be read while keys are blocked.
    RECORD;

    boolean isKey() {
        return this != RECORD;
    }
}
