/// Tests of the Join Server.
@NullMarked
package io.lapwing.joinserver;

import org.jspecify.annotations.NullMarked;
