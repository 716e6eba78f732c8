package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.Admission;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NonceVerdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What is remembered of a device that has joined a thousand times: of one that draws its DevNonce at random (1.0.3), whose
/// nonces are all kept, and of one that counts them (1.0.4).
@State(Scope.Thread)
public class StateBenchmark {
    private static final int JOINS = 1_000;

    private final JoinState random = Samples.state(MacVersion.V1_0_3, JOINS);
    private final JoinState counted = Samples.state(MacVersion.V1_0_4, JOINS);
    private final Admission toRandom = Samples.admission(MacVersion.V1_0_3, JOINS);
    private final Admission toCounted = Samples.admission(MacVersion.V1_0_4, JOINS);
    private final Bytes encoded = counted.encode();
    private final byte[] octets = encoded.toArray();

    @Benchmark
    public NonceVerdict admitRandom() {
        return random.admit(toRandom);
    }

    @Benchmark
    public NonceVerdict admitCounted() {
        return counted.admit(toCounted);
    }

    @Benchmark
    public Bytes encode() {
        return counted.encode();
    }

    @Benchmark
    public JoinState decode() {
        return JoinState.decode(encoded);
    }

    /// A copy of the encoded state.
    @Benchmark
    public byte[] bareCopy() {
        return octets.clone();
    }
}
