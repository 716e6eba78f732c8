@NullMarked
package io.lapwing.crypto;

import org.jspecify.annotations.NullMarked;
