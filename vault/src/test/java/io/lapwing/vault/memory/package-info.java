@NullMarked
package io.lapwing.vault.memory;

import org.jspecify.annotations.NullMarked;
