package io.lapwing.radio;

/// Which message of one link is meant: the first has sequence 0.
public record MessageId(NodeAddress to, long sequence) {}
