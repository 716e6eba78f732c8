package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;

/// One object of ours in a TPM: in one of its slots, or saved outside, encrypted by the TPM for itself (Part 1, "Object
/// and sequence contexts").
final class TpmObject {
    private final PublicArea area;
    private final Bytes name;
    private State state;

    /// Where it is.
    sealed interface State {
        /// In a slot.
        record Loaded(int handle) implements State {}

        /// Outside.
        ///
        /// @param context a TPMS_CONTEXT
        record Saved(Bytes context) implements State {}

        /// Closed.
        record Gone() implements State {}
    }

    TpmObject(PublicArea area, int handle) {
        this.area = area;
        this.name = area.name();
        this.state = new State.Loaded(handle);
    }

    PublicArea area() {
        return area;
    }

    Bytes name() {
        return name;
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }
}
