/// The console in a real browser. In the platform's package, whose running platforms and devices these tests use.
@NullMarked
package io.lapwing.platform;

import org.jspecify.annotations.NullMarked;
