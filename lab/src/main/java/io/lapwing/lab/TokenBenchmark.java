package io.lapwing.lab;

import io.lapwing.vault.pkcs11.Pkcs11Token;
import io.lapwing.vault.pkcs11.Pkcs11Vault;

/// A join in a token of SoftHSM2. Its bound is [io.lapwing.vault.pkcs11.TokenCeiling].
public class TokenBenchmark extends VaultBenchmark {
    public TokenBenchmark() {
        super(folder -> Pkcs11Vault.create(Pkcs11Token.init(Pkcs11Token.softHsm(), folder)));
    }
}
