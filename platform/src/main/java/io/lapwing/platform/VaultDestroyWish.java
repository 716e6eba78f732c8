package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.console.ApprovalDesk.Wanted;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Kms;
import io.lapwing.service.jobs.Work;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import io.lapwing.vault.Vault;
import java.util.List;
import java.util.Optional;

/// An older version of the vault key, erased.
final class VaultDestroyWish implements WishKind {
    private static final String VERSION = "version";

    private final Kms kms;
    private final Vault vault;

    VaultDestroyWish(Kms kms, Vault vault) {
        this.kms = kms;
        this.vault = vault;
    }

    @Override
    public ApprovalDesk.Kind view() {
        return new ApprovalDesk.Kind(
                "vault-destroy",
                "Destroy",
                Permission.VAULT_DESTROY,
                false,
                List.of(new ApprovalDesk.Parameter(VERSION, "Version", "An older one.")));
    }

    @Override
    public Draft draft(Principal who, Wanted wanted) {
        who.require(Permission.VAULT_DESTROY, Target.PLATFORM);
        WishArgument argument = WishArgument.of(wanted.parameters());
        int version = version(argument);
        int newest = vault.status().keyVersion();
        if (version < 1 || version >= newest) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "vault key version %d: want one older than %d".formatted(version, newest));
        }
        return new Draft("vault key " + version, argument, Target.PLATFORM);
    }

    private static int version(WishArgument argument) {
        String text = argument.parameter(VERSION);
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElseThrow(() -> Fault.badInput("version: want the number of a vault key"));
    }

    @Override
    public List<String> happens(WishArgument argument) {
        return List.of(
                "Version %s of the vault key is erased. There is no way back."
                        .formatted(argument.parameter(VERSION)),
                "Backups whose keys are still under it can be restored no more.",
                "It is left as it is while a key here needs it.");
    }

    @Override
    public String carryOut(WishRun run, Work.Control control) {
        int version = version(run.argument());
        try {
            kms.rotation().destroy(run.actor(Optional.empty()), version);
        } catch (Fault fault) {
            // the process may have ended between the deed and its note
            if (fault.kind() != Fault.Kind.NOT_FOUND) {
                throw fault;
            }
        }
        control.progress(1, 1);
        return "vault key version " + version + " is destroyed";
    }
}
