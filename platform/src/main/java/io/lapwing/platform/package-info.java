/// The lapwing command: wiring, demo, bench, administration and end-to-end tests.
@NullMarked
package io.lapwing.platform;

import org.jspecify.annotations.NullMarked;
