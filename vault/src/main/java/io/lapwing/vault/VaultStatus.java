package io.lapwing.vault;

/// How a vault stands.
///
/// @param adapter `memory` or `pkcs11`
/// @param engine what computes: the library and its version, or the token's label and model
/// @param protection how keys in this process's memory are held
/// @param keyVersion the newest version of the vault key
/// @param available whether operations would work now
/// @param detail for people: what is wrong and what to do, empty when nothing is
public record VaultStatus(
        String adapter,
        String engine,
        String protection,
        int keyVersion,
        boolean available,
        String detail) {}
