package io.lapwing.device;

import io.lapwing.crypto.Bytes;

/// What a card answered.
///
/// @param instruction of the command
/// @param word the status word
record SafeReply(int instruction, Bytes data, int word) {
    SafeStatus status() {
        return SafeStatus.of(word);
    }

    /// The data, if the card did what was asked.
    ///
    /// @throws io.lapwing.crypto.Fault of the kind of the status word, if not
    Bytes orThrow() {
        if (status() != SafeStatus.OK) {
            throw status().fault(instruction, word);
        }
        return data;
    }
}
