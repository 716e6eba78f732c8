/// The vault in this process's memory, sealed in a file by a key file or a passphrase.
///
/// Made by [io.lapwing.vault.memory.MemoryVault#create] and [io.lapwing.vault.memory.MemoryVault#open].
///
/// Root keys, vault keys, receivers' keys and session keys live in native memory, with libcrypto; a key that is made or
/// imported passes through an array that is wiped at once. On the Java heap, until they are collected, are: the RSA private key and the content key during an import, and for one that is sealed
/// under a transport key the transport key; the signing key during a signature; the seal key and everything sealed while
/// the file is read or written, at open, rotate and destroy. Without libcrypto the JDK copies every key it computes with.
@NullMarked
package io.lapwing.vault.memory;

import org.jspecify.annotations.NullMarked;
