package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;

/// The vault's key and the wrapping keys of receivers.
public interface KeyDesk {
    VaultView vault(Principal who);

    List<ReceiverView> receivers(Principal who);

    /// Makes the next version of the vault key and wraps every key again, as a job.
    ///
    /// @return the job's identifier
    String rotate(Principal who);

    /// Takes a receiver's wrapping key, sealed to the vault's import key.
    ///
    /// @param role `network-server`, `application-server` or `station`
    ReceiverView importReceiver(Principal who, String role, String label, String jwe);

    /// Destroys one version of a receiver's wrapping key.
    ReceiverView retireReceiver(Principal who, String role, String label, int version);

    /// The public key to which others seal keys, as a JSON Web Key.
    String importKey(Principal who);

    /// The vault.
    ///
    /// @param behind rows whose keys are still under an older version, as of a minute ago; absent while they are counted
    /// @param rotation the job that rotates, when one runs
    record VaultView(
            String engine,
            boolean available,
            String detail,
            List<Version> versions,
            Optional<Long> behind,
            Optional<String> rotation) {}

    /// A version of the vault key.
    record Version(int number, boolean newest) {}

    /// A receiver and the versions of its wrapping key.
    record ReceiverView(String role, String label, List<ReceiverVersion> versions) {}

    /// A version of a receiver's wrapping key.
    ///
    /// @param since ISO 8601
    record ReceiverVersion(int number, boolean inUse, String since) {}
}
