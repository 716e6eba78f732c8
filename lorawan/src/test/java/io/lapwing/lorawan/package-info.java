@NullMarked
package io.lapwing.lorawan;

import org.jspecify.annotations.NullMarked;
