/// The C library: locked memory for secrets, and limits on what of this process others may read.
@NullMarked
package io.lapwing.crypto.libc;

import org.jspecify.annotations.NullMarked;
