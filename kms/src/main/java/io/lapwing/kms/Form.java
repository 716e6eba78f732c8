package io.lapwing.kms;

import io.lapwing.crypto.Fault;

/// The version of a row's form, which its field `v` holds.
final class Form {
    private Form() {}

    static void require(int wanted, int found) {
        if (found != wanted) {
            throw Fault.badInput("row of form " + found + ": want form " + wanted);
        }
    }
}
