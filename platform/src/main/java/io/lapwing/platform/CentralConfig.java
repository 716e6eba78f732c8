package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.SpreadingFactor;
import io.lapwing.trust.Profile;
import io.lapwing.trust.ProfileChoice;
import io.lapwing.vault.tpm.TpmAddress;
import java.util.Optional;

/// Whether this instance is the Central Entity of a trusted environment, and how: the table `[central]`.
///
/// @param medium of its cell, as [CellMedium#parse] reads it; without one there is no Central Entity
/// @param spreadingFactor 7 to 12, the same for the whole cell
/// @param tpm where its TPM is, as [TpmAddress#parse] reads it; without one keys are translated in this process, by keys
///     that the vault guards
/// @param acceptInsecure must be true for profile `ties-2024`
record CentralConfig(
        Optional<String> medium,
        int spreadingFactor,
        Optional<String> tpm,
        Profile profile,
        boolean acceptInsecure) {
    static CentralConfig defaults() {
        return new CentralConfig(
                Optional.empty(),
                SpreadingFactor.SF7.bits(),
                Optional.empty(),
                Profile.LAPWING,
                false);
    }

    CentralConfig {
        SpreadingFactor.of(spreadingFactor);
        medium.ifPresent(CellMedium::parse);
        tpm.ifPresent(TpmAddress::parse);
        var _ = new ProfileChoice(profile, acceptInsecure);
    }

    boolean isOn() {
        return medium.isPresent();
    }

    CellMedium cell() {
        return CellMedium.parse(
                medium.orElseThrow(() ->
                        Fault.badInput("no medium: want central.medium, " + CellMedium.FORM)));
    }

    Modulation modulation() {
        return Modulation.of(SpreadingFactor.of(spreadingFactor));
    }

    Optional<TpmAddress> tpmAddress() {
        return tpm.map(TpmAddress::parse);
    }

    ProfileChoice choice() {
        return new ProfileChoice(profile, acceptInsecure);
    }

    /// The same with what a command line says in its place.
    CentralConfig with(
            Optional<String> newMedium, Optional<Integer> newFactor, Optional<String> newTpm) {
        return new CentralConfig(
                newMedium.or(this::medium),
                newFactor.orElse(spreadingFactor),
                newTpm.or(this::tpm),
                profile,
                acceptInsecure);
    }
}
