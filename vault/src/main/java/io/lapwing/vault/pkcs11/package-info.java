/// The vault on a PKCS#11 2.40 module: a binding of our own through `java.lang.foreign`, and the adapter on it.
///
/// Sections cited as "§" without a document are those of PKCS #11 Cryptographic Token Interface Base Specification
/// 2.40; "Mech." is its Current Mechanisms Specification 2.40; values come from the header `pkcs11t.h` of 2.40.
/// The binding is for Linux on 64 bits (LP64): `CK_ULONG` and pointers are 8 octets, structures are not packed.
///
/// One vault per module and process: a module is initialised and finalised as a whole (§5.4).
@NullMarked
package io.lapwing.vault.pkcs11;

import org.jspecify.annotations.NullMarked;
