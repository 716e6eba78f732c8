/// AES of OpenSSL 3: keys go from native memory to native code.
@NullMarked
package io.lapwing.crypto.openssl;

import org.jspecify.annotations.NullMarked;
