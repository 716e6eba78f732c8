package io.lapwing.platform;

/// What became of a check.
///
/// @param detail what was seen, in a few words; never a secret
record Verdict(boolean held, String detail) {
    static Verdict of(boolean held, String detail) {
        return new Verdict(held, detail);
    }
}
