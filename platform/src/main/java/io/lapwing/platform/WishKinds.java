package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Kms;
import io.lapwing.vault.Vault;
import java.util.List;

/// All that takes two people, in the order in which it is offered.
record WishKinds(List<WishKind> all) {
    static WishKinds of(Kms kms, Vault vault) {
        return new WishKinds(
                List.of(
                        new ExportWish(kms),
                        new RenewWish(kms),
                        new CompromiseWish(kms),
                        new VaultDestroyWish(kms, vault),
                        new PeersDisableWish(kms)));
    }

    /// @throws Fault `BAD_INPUT` for a word that is none
    WishKind of(String word) {
        return all.stream()
                .filter(kind -> kind.view().word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        Fault.badInput(
                                "step: want one of "
                                        + all.stream().map(kind -> kind.view().word()).toList()));
    }
}
