@NullMarked
package io.lapwing.oscore;

import org.jspecify.annotations.NullMarked;
