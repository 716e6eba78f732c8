@NullMarked
package io.lapwing.lab;

import org.jspecify.annotations.NullMarked;
