@NullMarked
package io.lapwing.radio;

import org.jspecify.annotations.NullMarked;
