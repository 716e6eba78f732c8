package io.lapwing.device;

import java.util.List;

/// What a detector makes of the readings so far.
public sealed interface TamperVerdict {
    /// Nothing looks like a tamper.
    record Quiet() implements TamperVerdict {}

    /// It may be a tamper: keys are to be blocked until it passes or is confirmed.
    ///
    /// @param signs one or more; the last there were, when they are just over
    record Potential(List<TamperSign> signs) implements TamperVerdict {
        public Potential {
            signs = List.copyOf(signs);
        }
    }

    /// It is one: keys are to be erased. A detector that said so once says so for ever.
    record Confirmed(TamperSign sign) implements TamperVerdict {}
}
