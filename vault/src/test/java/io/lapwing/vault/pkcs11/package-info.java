/// The PKCS#11 vault on SoftHSM2, each test class with a token folder of its own.
@NullMarked
package io.lapwing.vault.pkcs11;

import org.jspecify.annotations.NullMarked;
