package io.lapwing.device;

import io.lapwing.crypto.Fault;

/// What came of reading a region.
public sealed interface ZoneRead<T> {
    /// It was verified; `value` is what was computed from it.
    record Done<T>(T value) implements ZoneRead<T> {}

    /// Nothing was written there, or it was cleared.
    record Empty<T>() implements ZoneRead<T> {}

    /// It was not given out.
    ///
    /// @param why for people; nothing of the contents is in it
    record Refused<T>(Reason reason, String why) implements ZoneRead<T> {
        /// The refusal as a fault, for code that cannot go on without the region.
        public Fault fault() {
            return new Fault(reason.kind, why);
        }
    }

    /// Why a region was not given out.
    enum Reason {
        /// A tamper is suspected; the region may be readable later.
        BLOCKED(Fault.Kind.UNAVAILABLE),
        /// The zone was erased.
        ERASED(Fault.Kind.TAMPERED),
        /// The length in it is beyond 226.
        LENGTH(Fault.Kind.TAMPERED),
        /// Its check is not that of its contents, or octets behind the data are not zero.
        CHANGED(Fault.Kind.TAMPERED),
        /// It was written and is all zeroes now.
        LOST(Fault.Kind.TAMPERED),
        /// The memory does not give it.
        MEMORY(Fault.Kind.TAMPERED);

        private final Fault.Kind kind;

        Reason(Fault.Kind kind) {
            this.kind = kind;
        }
    }
}
