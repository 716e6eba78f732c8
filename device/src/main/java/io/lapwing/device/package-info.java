/// The device SDK: what it starts (boot), who has its keys (the secure core, a zone, a card), what becomes of them when somebody is
/// at it (tamper detection, alarms), and what it says to the world (the LoRaWAN end-device stack over key slots).
@NullMarked
package io.lapwing.device;

import org.jspecify.annotations.NullMarked;
