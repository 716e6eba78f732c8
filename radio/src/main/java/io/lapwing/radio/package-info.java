/// A LoRa channel in virtual time, and a reliable link over it.
///
/// The channel: [Modulation] says how long a frame is on the air, [PacketError] how often it is lost at which signal-to-noise
/// ratio, [Cell] lets many nodes share one channel. The link: [Link] is a state machine that sends messages of up to 3.8 kB as
/// frames and delivers each whole and once; [LinkNode] joins it to a [Medium], of which the cell is one and real radios are others.
///
/// Times are nanoseconds of one monotonic count whose beginning does not matter; randomness comes in as an argument. The
/// link protects against loss, duplication, reordering and noise, not against attackers: what it carries must be
/// authenticated by whoever uses it.
@NullMarked
package io.lapwing.radio;

import org.jspecify.annotations.NullMarked;
