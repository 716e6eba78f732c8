/// The device SDK: the LoRaWAN end-device stack over key slots.
@NullMarked
package io.lapwing.device;

import org.jspecify.annotations.NullMarked;
