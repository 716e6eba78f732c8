@NullMarked
package io.lapwing.device;

import org.jspecify.annotations.NullMarked;
