@NullMarked
package io.lapwing.console;

import org.jspecify.annotations.NullMarked;
