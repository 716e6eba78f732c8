package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.JoinNonce;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ProtectedJoinAccept;
import io.lapwing.lorawan.RxDelay;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.lorawan.SessionSource;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What a join computes with a root key: check of the request, making of the answer, keys of the session.
@State(Scope.Thread)
public class JoinBenchmark {
    private static final List<SessionKeyType> KEYS_OF_1_0 =
            List.of(SessionKeyType.F_NWK_S_INT_KEY, SessionKeyType.APP_S_KEY);

    private final Aes aes = Aes.best();
    private final Secret key = Secret.random(16);
    private final PhyPayload request = Samples.joinRequest(1, input -> aes.cmac(key, input));
    private final JoinAccept accept =
            new JoinAccept(
                    new JoinNonce(7),
                    Samples.NET_ID,
                    DevAddr.parse("2601147D"),
                    new DlSettings(0),
                    new RxDelay(1),
                    null);
    private final SessionSource as10 = source(Keying.AS_1_0);
    private final SessionSource as11 = source(Keying.AS_1_1);

    private static SessionSource source(Keying keying) {
        return new SessionSource(
                keying, new JoinNonce(7), new DevNonce(1), Samples.NET_ID, Samples.JOIN_EUI);
    }

    @Benchmark
    public boolean request10() {
        return Frame.parse(request) instanceof JoinRequest read
                && Mic.ofCmac(aes.cmac(key, read.micInput())).equals(read.mic());
    }

    @Benchmark
    public PhyPayload accept10() {
        Mic mic = Mic.ofCmac(aes.cmac(key, Derivation.joinAcceptMicInput10(accept)));
        Bytes blocks = aes.decrypt(key, accept.protectionInput(mic));
        return new ProtectedJoinAccept(blocks).phyPayload();
    }

    @Benchmark
    public void derive10() {
        KEYS_OF_1_0.forEach(type -> derive(Derivation.sessionKey(type, as10)));
    }

    @Benchmark
    public void derive11() {
        for (SessionKeyType type : SessionKeyType.values()) {
            derive(Derivation.sessionKey(type, as11));
        }
        derive(Derivation.jsEncKey(Samples.DEV_EUI));
        derive(Derivation.jsIntKey(Samples.DEV_EUI));
    }

    private void derive(Bytes block) {
        aes.derive(key, block).close();
    }
}
