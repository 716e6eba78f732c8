package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import io.lapwing.joinserver.BackendCodec;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.service.Frontier;
import io.lapwing.service.MerkleTree;
import java.security.MessageDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A message read, and an audit record put into the Merkle tree.
@State(Scope.Thread)
public class ServiceBenchmark {
    /// About what the record of a join has.
    private static final int RECORD_BYTES = 250;

    /// `01 | left | right` (RFC 9162 §2.1.1).
    private static final int NODE_BYTES = 1 + 2 * 32;

    private final BackendCodec codec = new BackendCodec();
    private final Bytes message =
            Samples.joinReq(
                    Samples.DEV_EUI,
                    MacVersion.V1_0_4,
                    new DlSettings(0),
                    new PhyPayload(Bytes.of(new byte[23])));
    private final JsonFactory json = new JsonFactory();
    private final byte[] messageOctets = message.toArray();

    private final Frontier frontier = new Frontier();
    private final Bytes record = Bytes.of(new byte[RECORD_BYTES]);
    private final byte[] leaf = new byte[1 + RECORD_BYTES];
    private final byte[] node = new byte[NODE_BYTES];
    private final MessageDigest sha256 = Sha256.start();

    @Benchmark
    public BackendCodec.Decoded joinReq() {
        return codec.decode(message);
    }

    /// The same octets through Jackson's bare reader, every token passed over.
    @Benchmark
    public int bareTokens() {
        int tokens = 0;
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), messageOctets)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    @Benchmark
    public Bytes leafHash() {
        return MerkleTree.leafHash(record);
    }

    @Benchmark
    public byte[] bareLeaf() {
        return sha256.digest(leaf);
    }

    @Benchmark
    public void append() {
        frontier.append(record);
    }

    /// Over many records each brings one leaf and one node.
    @Benchmark
    public byte[] bareLeafAndNode() {
        sha256.digest(leaf);
        return sha256.digest(node);
    }
}
