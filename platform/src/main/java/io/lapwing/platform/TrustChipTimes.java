package io.lapwing.platform;

import java.util.Locale;

/// How long chips take in virtual time.
///
/// The two models count what has a published time: operations on P-256 and RSA-2048 (benchmark in the README of wolfTPM,
/// SPI at 43 MHz). Commands without one, such as HMAC and making symmetric keys, and everything outside the chip count
/// nothing: a model is a floor.
enum TrustChipTimes {
    /// Nothing takes any time, at nobody: what remains is the radio, and a seed gives the same run each time.
    NONE(new Model(0, 0, 0, 0)),
    /// Everything takes as long as it takes here, in the chip and outside of it.
    MEASURED(new Model(0, 0, 0, 0)),
    /// Infineon OPTIGA TPM SLB 9670, the chip of the paper.
    SLB9670(new Model(231_350, 232_144, 13_848, 167_399)),
    /// Infineon OPTIGA TPM SLB 9672.
    SLB9672(new Model(135_956, 65_948, 19_838, 87_738));

    private static final long NS_PER_US = 1_000;

    // A record of numbers; its type does not say that it is immutable.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Model model;

    TrustChipTimes(Model model) {
        this.model = model;
    }

    /// What a chip is asked to do.
    enum Work {
        /// Sealing a key to a parent on P-256: an ephemeral key, and an agreement.
        SEAL,
        /// Opening a key sealed to a parent on P-256: an agreement.
        OPEN,
        /// Both.
        REWRAP,
        /// Sealing under RSA-2048 with OAEP.
        RSA_SEAL,
        /// Opening what is under RSA-2048 with OAEP.
        RSA_OPEN,
        /// What has no published time.
        OTHER
    }

    /// Published times, in µs.
    private record Model(long keyUs, long agreeUs, long rsaSealUs, long rsaOpenUs) {
        long us(Work work) {
            return switch (work) {
                case SEAL -> keyUs + agreeUs;
                case OPEN -> agreeUs;
                case REWRAP -> keyUs + 2 * agreeUs;
                case RSA_SEAL -> rsaSealUs;
                case RSA_OPEN -> rsaOpenUs;
                case OTHER -> 0;
            };
        }
    }

    /// For tables: `measured`, `slb9670`.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How long a command takes by the model; nothing where time is measured, or none passes.
    long modelNs(Work work) {
        return model.us(work) * NS_PER_US;
    }
}
