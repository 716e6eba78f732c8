@NullMarked
package io.lapwing.vault;

import org.jspecify.annotations.NullMarked;
