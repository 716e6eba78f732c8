package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;

/// Something that a command names by its handle, and an authorization by its Name (Part 1, "Names").
record Entity(int handle, Bytes name, AuthValue auth) {
    /// One whose Name is its handle: a permanent one, a PCR, a session.
    static Entity byHandle(int handle, AuthValue auth) {
        try (Encoder encoder = new Encoder()) {
            return new Entity(handle, encoder.u32(handle).toBytes(), auth);
        }
    }

    static Entity byHandle(int handle) {
        return byHandle(handle, AuthValue.EMPTY);
    }
}
