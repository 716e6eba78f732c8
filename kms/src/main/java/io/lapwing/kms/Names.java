package io.lapwing.kms;

import io.lapwing.crypto.Fault;

/// The rule for names that become row keys, terms and audit objects: visible ASCII, so that two that look alike are
/// alike.
final class Names {
    private static final int MAX_LENGTH = 100;

    private Names() {}

    static void check(String what, String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw Fault.badInput(
                    what + " of " + name.length() + " characters: want 1 to " + MAX_LENGTH);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c > '~') {
                throw Fault.badInput(
                        what
                                + " with character U+"
                                + String.format("%04X", (int) c)
                                + ": want visible ASCII without spaces");
            }
        }
    }
}
