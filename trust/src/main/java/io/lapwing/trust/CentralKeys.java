package io.lapwing.trust;

/// The public keys of a Central Entity that a node learns when it joins.
///
/// @param storage to which nodes seal keys that are to be translated
/// @param verification verifies signatures of device lists
public record CentralKeys(StorageKey storage, VerificationKey verification) {}
