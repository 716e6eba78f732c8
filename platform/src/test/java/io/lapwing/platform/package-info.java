@NullMarked
package io.lapwing.platform;

import org.jspecify.annotations.NullMarked;
