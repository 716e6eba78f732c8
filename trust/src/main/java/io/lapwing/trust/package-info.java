/// A trusted environment without Internet and without a certificate authority: nodes with a key chip, and their Central
/// Entity.
///
/// A node joins by the access key of its label, gets the signed device list, and comes to share session keys with other
/// nodes: made in a chip and translated by the Central Entity, which keeps none. [Profile#LAPWING] is the protocol to use;
/// [Profile#TIES_2024] is the flow that was published, for reproduction alone. Messages are values, nodes are state
/// machines: time, randomness and the medium come in as arguments.
@NullMarked
package io.lapwing.trust;

import org.jspecify.annotations.NullMarked;
