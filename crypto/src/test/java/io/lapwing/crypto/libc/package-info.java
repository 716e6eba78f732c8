@NullMarked
package io.lapwing.crypto.libc;

import org.jspecify.annotations.NullMarked;
