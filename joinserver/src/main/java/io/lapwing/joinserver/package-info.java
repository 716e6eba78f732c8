/// The Join Server: join, rejoin and key delivery over LoRaWAN Backend Interfaces (TS002-1.0, TS002-1.1).
///
/// [JoinServer] answers one message, [JoinRoute] puts it on HTTPS, [AnswerCourier] posts answers to peers that have a URL
/// of their own, [BackendClient] is the other end.
///
/// What the Join Server needs of others it declares: [PeerDirectory] says who calls, [JoinDevices] keeps the devices and writes the audit
/// records, [RootKeyWork] computes with root keys, which this package never holds.
///
/// What is promised: a message is authenticated before it changes anything; a nonce is used once; every request that is
/// answered has an audit record first; no session key leaves except wrapped for its receiver, and a missing wrapping key
/// is an error.
@NullMarked
package io.lapwing.joinserver;

import org.jspecify.annotations.NullMarked;
