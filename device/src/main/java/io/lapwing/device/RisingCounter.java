package io.lapwing.device;

/// A number that only rises, whoever asks for it and whatever is restored: a TPM's, a secure element's. What is written down together with
/// it cannot be put back later.
public interface RisingCounter {
    long value();

    /// One more than before, durable on return.
    ///
    /// @return the new value
    long increment();
}
