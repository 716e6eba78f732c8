package io.lapwing.lorawan;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// Damaged copies of good inputs: bits turned, octets replaced, cut, grown and put in. The same ones for the same seed.
final class Mutants {
    private Mutants() {}

    static Stream<byte[]> of(List<byte[]> good, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        return Stream.generate(() -> mutant(good.get(random.nextInt(good.size())), random));
    }

    private static byte[] mutant(byte[] good, RandomGenerator random) {
        byte[] octets = good.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            octets = changed(octets, random);
        }
        return octets;
    }

    private static byte[] changed(byte[] octets, RandomGenerator random) {
        if (octets.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(octets.length);
        return switch (random.nextInt(5)) {
            case 0 -> {
                octets[at] ^= (byte) (1 << random.nextInt(8));
                yield octets;
            }
            case 1 -> {
                octets[at] = (byte) random.nextInt(256);
                yield octets;
            }
            case 2 -> Arrays.copyOf(octets, at);
            case 3 -> Arrays.copyOf(octets, octets.length + 1 + random.nextInt(20));
            default -> {
                byte[] grown = Arrays.copyOf(octets, octets.length + 1);
                System.arraycopy(octets, at, grown, at + 1, octets.length - at);
                grown[at] = (byte) random.nextInt(256);
                yield grown;
            }
        };
    }
}
