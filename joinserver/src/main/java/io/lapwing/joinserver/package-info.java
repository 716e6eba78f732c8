/// The Join Server: join, rejoin and key delivery over LoRaWAN Backend Interfaces.
@NullMarked
package io.lapwing.joinserver;

import org.jspecify.annotations.NullMarked;
