/// The device SDK: the LoRaWAN end-device stack over key slots, the secure zone that holds keys, and the detection of
/// tampering.
@NullMarked
package io.lapwing.device;

import org.jspecify.annotations.NullMarked;
