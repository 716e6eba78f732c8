package io.lapwing.platform;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which instance a bench measures, as options.
final class BenchInstance {
    @Option(
            names = "--vault",
            paramLabel = "memory|pkcs11",
            description = "Where root keys are; pkcs11 is a token of SoftHSM2 made for it.")
    private PlatformConfig.VaultAdapter vault = PlatformConfig.VaultAdapter.MEMORY;

    @Mixin private BenchPlace place = new BenchPlace();

    PlatformConfig.VaultAdapter vault() {
        return vault;
    }

    PlatformConfig.StoreEngine store() {
        return place.store();
    }

    BenchFolder make(Context context) {
        return BenchFolder.make(place.folder(context), store(), vault);
    }
}
