/// Devices, root keys, lifecycle, wrapping keys: the key management system.
@NullMarked
package io.lapwing.kms;

import org.jspecify.annotations.NullMarked;
