/// The vault port and its adapters: where root keys live and are used.
@NullMarked
package io.lapwing.vault;

import org.jspecify.annotations.NullMarked;
