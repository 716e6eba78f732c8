package io.lapwing.platform;

import java.util.Locale;

/// How long chips take in virtual time.
///
/// The two models count what has a published time: operations on P-256 and RSA-2048 (benchmark in the README of wolfTPM,
/// SPI at 43 MHz). Commands without one, such as HMAC and making symmetric keys, and everything outside the chip count
/// nothing: a model is a floor.
enum TrustChipTimes {
    /// Nothing takes any time, at nobody: what remains is the radio, and a seed gives the same run each time.
    NONE(0, 0, 0, 0),
    /// Everything takes as long as it takes here, in the chip and outside of it.
    MEASURED(0, 0, 0, 0),
    /// Infineon OPTIGA TPM SLB 9670, the chip of the paper.
    SLB9670(231_350, 232_144, 13_848, 167_399),
    /// Infineon OPTIGA TPM SLB 9672.
    SLB9672(135_956, 65_948, 19_838, 87_738);

    private static final long NS_PER_US = 1_000;

    private final long keyUs;
    private final long agreeUs;
    private final long rsaSealUs;
    private final long rsaOpenUs;

    /// Published times, in µs.
    TrustChipTimes(long keyUs, long agreeUs, long rsaSealUs, long rsaOpenUs) {
        this.keyUs = keyUs;
        this.agreeUs = agreeUs;
        this.rsaSealUs = rsaSealUs;
        this.rsaOpenUs = rsaOpenUs;
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

    /// For tables: `measured`, `slb9670`.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How long a command takes by the model; nothing where time is measured, or none passes.
    long modelNs(Work work) {
        return us(work) * NS_PER_US;
    }

    private long us(Work work) {
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
