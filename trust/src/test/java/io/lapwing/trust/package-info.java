@NullMarked
package io.lapwing.trust;

import org.jspecify.annotations.NullMarked;
