/// Secrets in native memory, AES-CMAC, key wrap, key derivation and LSH: the JDK alone.
@NullMarked
package io.lapwing.crypto;

import org.jspecify.annotations.NullMarked;
