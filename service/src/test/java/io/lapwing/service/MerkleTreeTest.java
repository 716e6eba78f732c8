package io.lapwing.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    private static final int SIZE = 70;

    private final List<Bytes> records =
            IntStream.range(0, SIZE)
                    .mapToObj(i -> Bytes.of(("e" + i).getBytes(StandardCharsets.UTF_8)))
                    .toList();

    /// MTH as RFC 9162 §2.1.1 defines it.
    private Bytes definition(long start, long end) {
        if (end - start == 1) {
            return MerkleTree.leafHash(records.get((int) start));
        }
        long k = 1;
        while (k * 2 < end - start) {
            k *= 2;
        }
        return MerkleTree.nodeHash(definition(start, start + k), definition(start + k, end));
    }

    @Test
    void givesTheRootsOfTheReferenceTests() throws IOException {
        List<Bytes> inputs = vector("records");
        List<Bytes> roots = vector("roots");
        Frontier frontier = new Frontier();

        List<Bytes> found = new ArrayList<>();
        for (Bytes input : inputs) {
            frontier.append(input);
            found.add(frontier.root());
        }

        assertThat(found).hasSize(8).isEqualTo(roots);
    }

    private static List<Bytes> vector(String name) throws IOException {
        try (InputStream in =
                MerkleTreeTest.class.getResourceAsStream("/vectors/rfc9162-2.1.json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var list = Pattern.compile("\"" + name + "\":\\s*\\[([^\\]]*)\\]").matcher(text);
            assertThat(list.find()).isTrue();
            return Pattern.compile("\"([0-9A-F]*)\"")
                    .matcher(list.group(1))
                    .results()
                    .map(hex -> Bytes.hex(hex.group(1)))
                    .toList();
        }
    }

    @Test
    void emptyTreeHasTheHashOfNothing() {
        Bytes root = new Frontier().root();

        assertThat(root)
                .isEqualTo(
                        Bytes.hex(
                                "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"));
    }

    @Test
    void frontierHasTheRootOfTheDefinitionAtEverySize() {
        Frontier frontier = new Frontier();

        for (int size = 1; size <= SIZE; size++) {
            frontier.append(records.get(size - 1));

            assertThat(frontier.root()).isEqualTo(definition(0, size));
            assertThat(Frontier.decode(frontier.encode()).head()).isEqualTo(frontier.head());
        }
    }

    @Test
    void everyRecordIsProvenIncludedAndNoOther() {
        for (int size = 1; size <= SIZE; size++) {
            Bytes root = definition(0, size);
            for (int index = 0; index < size; index++) {
                List<Bytes> path = MerkleTree.inclusion(index, size, this::definition);

                Bytes leaf = MerkleTree.leafHash(records.get(index));
                assertThat(MerkleTree.verifyInclusion(leaf, index, size, path, root)).isTrue();
                Bytes forged = MerkleTree.leafHash(Bytes.of(0x66));
                assertThat(MerkleTree.verifyInclusion(forged, index, size, path, root)).isFalse();
                assertThat(MerkleTree.verifyInclusion(leaf, size, size, path, root)).isFalse();
                List<Bytes> longer = new ArrayList<>(path);
                longer.add(root);
                assertThat(MerkleTree.verifyInclusion(leaf, index, size, longer, root)).isFalse();
            }
        }
    }

    @Test
    void everyOlderTreeIsProvenContainedAndNoOther() {
        for (int size = 1; size <= SIZE; size++) {
            Bytes root = definition(0, size);
            for (int from = 1; from <= size; from++) {
                Bytes older = definition(0, from);

                List<Bytes> proof = MerkleTree.consistency(from, size, this::definition);

                assertThat(MerkleTree.verifyConsistency(from, size, proof, older, root)).isTrue();
                Bytes forged = MerkleTree.leafHash(older);
                assertThat(MerkleTree.verifyConsistency(from, size, proof, forged, root)).isFalse();
                assertThat(MerkleTree.verifyConsistency(from, size, proof, older, forged))
                        .isFalse();
            }
        }
    }
}
