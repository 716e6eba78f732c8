package io.lapwing.lorawan;

/// How many numbers a device has left, so that an operator hears of it long before the last.
///
/// @param devNonces joins that can still follow at most, 0 to 65536
/// @param joinNonces join-accepts that can still be given, 0 to 2^24-2
/// @param rejoins rejoins of type 1 that can still follow at most, 0 to 65536
public record NonceHeadroom(int devNonces, int joinNonces, int rejoins) {}
