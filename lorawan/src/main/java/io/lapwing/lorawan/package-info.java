/// LoRaWAN frames, join, key derivation and Backend Interfaces messages: values in, values out.
@NullMarked
package io.lapwing.lorawan;

import org.jspecify.annotations.NullMarked;
