package io.lapwing.platform;

import io.lapwing.console.KeyDesk;
import io.lapwing.kms.Kms;
import io.lapwing.kms.Receiver;
import io.lapwing.service.Json;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.Vault;
import io.lapwing.vault.VaultStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The vault's key and the receivers' wrapping keys for people.
final class KmsKeyDesk implements KeyDesk {
    private static final int MAX_LISTED = 1_000;

    private final Vault vault;
    private final Kms kms;
    private final RotationJobs jobs;
    private final Json json = Json.strict().build();

    KmsKeyDesk(Vault vault, Kms kms, RotationJobs jobs) {
        this.vault = vault;
        this.kms = kms;
        this.jobs = jobs;
    }

    @Override
    public VaultView vault(Principal who) {
        who.require(Permission.VAULT_READ, Target.PLATFORM);
        VaultStatus status = vault.status();
        return new VaultView(
                status.engine(),
                status.available(),
                status.detail(),
                versions(status.keyVersion()),
                jobs.behind(),
                jobs.running());
    }

    /// Numbers that were destroyed stay in the list of nobody but the vault: it opens what it can.
    private static List<Version> versions(int newest) {
        return IntStream.rangeClosed(1, newest)
                .mapToObj(number -> new Version(number, number == newest))
                .toList()
                .reversed();
    }

    @Override
    public List<ReceiverView> receivers(Principal who) {
        who.require(Permission.RECEIVER_READ, Target.PLATFORM);
        return kms.receivers().list(Optional.empty(), MAX_LISTED).stream()
                .map(KmsKeyDesk::view)
                .toList();
    }

    private static ReceiverView view(Receiver receiver) {
        return new ReceiverView(
                Words.of(receiver.role()),
                receiver.label(),
                receiver.versions().stream()
                        .map(version ->
                                new ReceiverVersion(
                                        version.number(),
                                        version.wrapped().isPresent(),
                                        version.since().toString()))
                        .toList());
    }

    @Override
    public String rotate(Principal who) {
        who.require(Permission.VAULT_ROTATE, Target.PLATFORM);
        return jobs.rotate(who);
    }

    @Override
    public ReceiverView importReceiver(Principal who, String role, String label, String jwe) {
        who.require(Permission.RECEIVER_CHANGE, Target.PLATFORM);
        return view(
                kms.receivers()
                        .importSealed(
                                KmsDeviceDesk.actor(who, Optional.empty()),
                                Words.parse("role", role, KeyBinding.Role.class),
                                label,
                                jwe));
    }

    @Override
    public ReceiverView retireReceiver(Principal who, String role, String label, int version) {
        who.require(Permission.RECEIVER_CHANGE, Target.PLATFORM);
        return view(
                kms.receivers()
                        .retire(
                                KmsDeviceDesk.actor(who, Optional.empty()),
                                Words.parse("role", role, KeyBinding.Role.class),
                                label,
                                version));
    }

    @Override
    public String importKey(Principal who) {
        who.require(Permission.RECEIVER_READ, Target.PLATFORM);
        return json.pretty(Jwk.of(vault.importKey()));
    }
}
