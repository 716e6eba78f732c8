package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Admission;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.NonceVerdict;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.lorawan.SessionRequest;
import java.util.Arrays;
import java.util.Random;

/// Damaged copies of what one device's joins consist of: a few octets changed, inserted, removed or doubled. For one thread.
final class BenchMutants {
    private static final int MOST_CHANGES = 4;
    private static final int LONGEST_PIECE = 12;

    private final BenchFleet fleet;
    private final int device;
    private final Random random;
    private JoinState state = JoinState.NEW;
    private int nonce;

    BenchMutants(BenchFleet fleet, int device, Random random) {
        this.fleet = fleet;
        this.device = device;
        this.random = random;
    }

    Bytes frame() {
        return mutant(request().phyPayload().octets());
    }

    Bytes state() {
        byte[] id = new byte[SessionKeyId.LENGTH_BYTES];
        random.nextBytes(id);
        SessionRequest session =
                new SessionRequest(
                        new SessionKeyId(Bytes.of(id)),
                        MacVersion.V1_0_4,
                        Keying.AS_1_0,
                        BenchFolder.NET_ID,
                        null,
                        new RootKeyRef(0, 1));
        DevNonce next = new DevNonce(nonce);
        state =
                state.admit(new Admission.Join(BenchFleet.JOIN_EUI, next, session))
                                instanceof NonceVerdict.Fresh fresh
                        ? fresh.next()
                        : JoinState.NEW;
        return mutant(state.encode());
    }

    Bytes message() {
        return mutant(
                Bytes.of(
                        BenchNetworkServer.body(
                                fleet.devEui(device),
                                random.nextInt(Integer.MAX_VALUE),
                                request().phyPayload())));
    }

    private JoinRequest request() {
        nonce = (nonce + 1) & DevNonce.MAX;
        DevNonce next = new DevNonce(nonce);
        try (Secret key = fleet.appKey(device)) {
            Bytes input = JoinRequest.micInput(BenchFleet.JOIN_EUI, fleet.devEui(device), next);
            Mic mic = Mic.ofCmac(fleet.aes().cmac(key, input));
            return new JoinRequest(BenchFleet.JOIN_EUI, fleet.devEui(device), next, mic);
        }
    }

    private Bytes mutant(Bytes whole) {
        byte[] octets = whole.toArray();
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            octets = octets.length == 0 ? new byte[1] : changed(octets);
        }
        return Bytes.of(octets);
    }

    private byte[] changed(byte[] octets) {
        int at = random.nextInt(octets.length);
        int end = Math.min(octets.length, at + random.nextInt(LONGEST_PIECE));
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] copy = octets.clone();
                copy[at] = (byte) random.nextInt(256);
                yield copy;
            }
            case 1 -> spliced(octets, at, new byte[] {(byte) random.nextInt(256)}, at);
            case 2 -> spliced(octets, at, new byte[0], end);
            default -> spliced(octets, at, Arrays.copyOfRange(octets, at, end), at);
        };
    }

    /// The octets with `piece` in place of those from `start` to `end`.
    private static byte[] spliced(byte[] octets, int start, byte[] piece, int end) {
        byte[] joined = Arrays.copyOf(octets, start + piece.length + octets.length - end);
        System.arraycopy(piece, 0, joined, start, piece.length);
        System.arraycopy(octets, end, joined, start + piece.length, octets.length - end);
        return joined;
    }
}
