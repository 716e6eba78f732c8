package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Ccm;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;

/// Two nodes that share a session key: data goes both ways, each message once and in order.
///
/// One working key a direction is derived from the session key; the session key stays in its chip. Not safe for use by many
/// threads.
public final class Session implements AutoCloseable {
    private static final int WORKING_KEY_BYTES = 16;
    private static final int NONCE_BYTES = 13;
    private static final long LARGEST_COUNTER = 0xFFFF_FFFFL;

    /// Associated data of readings: no data passes for one.
    static final Bytes READING = Bytes.of(MessageCode.READING);

    private final Context.Run run;
    private final Epoch epoch;
    private final NodeId self;
    private final NodeId peer;
    private final DerivingKey key;
    private final Ccm ccm;
    private final Secret sending;
    private final Secret receiving;
    private long sent;
    private long received;

    Session(Aes aes, Context.Run run, Epoch epoch, DerivingKey key, boolean initiator) {
        this.run = run;
        this.epoch = epoch;
        self = initiator ? run.initiator() : run.responder();
        peer = initiator ? run.responder() : run.initiator();
        this.key = key;
        ccm = Ccm.of16x64(aes);
        sending = working(key, run.traffic(epoch, initiator));
        receiving = working(key, run.traffic(epoch, !initiator));
    }

    static Secret working(DerivingKey key, Bytes context) {
        try (Secret derived = key.derive(context)) {
            Secret working = Secret.allocate(WORKING_KEY_BYTES);
            derived.use(octets -> working.segment().copyFrom(octets.asSlice(0, WORKING_KEY_BYTES)));
            return working;
        }
    }

    public NodeId peer() {
        return peer;
    }

    /// The key itself, for what the application binds to it.
    public DerivingKey key() {
        return key;
    }

    /// @throws Fault `EXHAUSTED` after 2^32 - 1 messages: connect anew
    Message.Data seal(Bytes data) {
        long counter = next(sent, "session with node " + peer);
        sent = counter;
        return new Message.Data(counter, ccm.seal(sending, nonce(counter), Bytes.EMPTY, data));
    }

    /// @throws Fault what [StateKey#sign] throws: nothing is sent then
    StateMessage.Read seal(Reading reading, StateKey state) {
        long counter = next(sent, "session with node " + peer);
        Bytes plain =
                Claim.write(reading, values -> run.reading(epoch, self, counter, values), state);
        sent = counter;
        return new StateMessage.Read(counter, ccm.seal(sending, nonce(counter), READING, plain));
    }

    /// @throws Fault `CONFLICT` for a message that came before, `TAMPERED` for one that is not the peer's
    Bytes open(Message.Data message) {
        return open(message.counter(), Bytes.EMPTY, message.sealed());
    }

    /// The same, `BAD_INPUT` for what is no reading.
    Claim open(StateMessage.Read message) {
        long counter = message.counter();
        return Claim.read(
                peer,
                open(counter, READING, message.sealed()),
                values -> run.reading(epoch, peer, counter, values));
    }

    private Bytes open(long counter, Bytes associated, Bytes sealed) {
        if (counter <= received) {
            throw replayed(counter, received);
        }
        Bytes data = ccm.open(receiving, nonce(counter), associated, sealed);
        received = counter;
        return data;
    }

    static long next(long sent, String what) {
        if (sent == LARGEST_COUNTER) {
            throw new Fault(Fault.Kind.EXHAUSTED, what + ": no message number left, connect anew");
        }
        return sent + 1;
    }

    static Fault replayed(long counter, long last) {
        return new Fault(
                Fault.Kind.CONFLICT,
                "message number " + counter + ": want more than " + last + ", it came before");
    }

    static Bytes nonce(long counter) {
        byte[] nonce = new byte[NONCE_BYTES];
        for (int i = 0; i < 4; i++) {
            nonce[NONCE_BYTES - 1 - i] = (byte) (counter >>> (8 * i));
        }
        return Bytes.of(nonce);
    }

    @Override
    public void close() {
        sending.close();
        receiving.close();
        key.close();
    }
}
