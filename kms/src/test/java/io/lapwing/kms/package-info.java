@NullMarked
package io.lapwing.kms;

import org.jspecify.annotations.NullMarked;
