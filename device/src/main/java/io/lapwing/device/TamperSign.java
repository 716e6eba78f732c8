package io.lapwing.device;

/// Something that looks like a tamper.
///
/// @param what the value and its bound, for people
public record TamperSign(TamperKind kind, String what) {
    @Override
    public String toString() {
        return kind + ": " + what;
    }
}
