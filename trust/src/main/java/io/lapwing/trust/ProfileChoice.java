package io.lapwing.trust;

import io.lapwing.crypto.Fault;

/// Which profile is spoken.
///
/// @param acceptInsecure must be true for a profile on which attacks are known
public record ProfileChoice(Profile profile, boolean acceptInsecure) {
    public ProfileChoice {
        if (profile.insecure() && !acceptInsecure) {
            throw Fault.badInput(
                    "profile "
                            + profile.word()
                            + " is insecure, attacks on it are known: want profile lapwing, or"
                            + " that you accept it for reproduction");
        }
    }

    public static ProfileChoice defaults() {
        return new ProfileChoice(Profile.LAPWING, false);
    }

    void require(Profile wanted) {
        if (profile != wanted) {
            throw Fault.badInput(
                    "profile " + profile.word() + " chosen: want " + wanted.word() + " here");
        }
    }
}
