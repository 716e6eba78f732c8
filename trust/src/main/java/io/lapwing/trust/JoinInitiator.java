package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A node's side of joining: EDHOC messages 1 to 4.
///
/// Nothing shows who sent message 2, so each one that comes is answered, and only message 4 ends the join: it shows that
/// the other side has the access key, and this run's secret.
final class JoinInitiator implements AutoCloseable {
    /// Messages 2 that one run answers: a forged one must not end it, and many must not keep the node busy.
    private static final int LARGEST_ANSWERS = 8;

    private static final int CONNECTION = 0;

    private final Edhoc edhoc;
    private final NodeId self;
    private final AccessKey accessKey;
    private final StorageKey storageKey;
    private final Secret privateKey;
    private final Bytes message1;
    private int answers;
    private Optional<Waiting> waiting = Optional.empty();

    /// Until message 4 comes.
    private record Waiting(Prk prk, Bytes th4) {}

    /// @param accessKey closed with this
    JoinInitiator(
            Aes aes,
            NodeId self,
            AccessKey accessKey,
            StorageKey storageKey,
            RandomGenerator random) {
        edhoc = new Edhoc(aes);
        this.self = self;
        this.accessKey = accessKey;
        this.storageKey = storageKey;
        privateKey = P256.privateKey(random);
        message1 = Edhoc.message1(P256.share(privateKey), CONNECTION);
    }

    Bytes message1() {
        return message1;
    }

    /// The answer to a message 2.
    ///
    /// @throws Fault `BAD_INPUT` when it is none, `EXHAUSTED` when there were too many
    Bytes answer(Bytes message2) {
        if (++answers > LARGEST_ANSWERS) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "more than " + LARGEST_ANSWERS + " answers to one join: begin it anew");
        }
        var in = new CborReader(message2);
        Bytes both = in.octets("message 2", P256.COORDINATE_BYTES + 1, P256.COORDINATE_BYTES + 1);
        in.end();
        Bytes share = both.slice(0, P256.COORDINATE_BYTES);
        Bytes th2 = Edhoc.th2(share, message1);
        try (Secret shared = P256.agree(privateKey, share);
                Prk prk2e = Edhoc.prk2e(th2, shared)) {
            Bytes plaintext2 =
                    Edhoc.stream2(prk2e, th2, both.slice(P256.COORDINATE_BYTES, both.length()));
            return message3(prk2e, Edhoc.th3(th2, plaintext2));
        }
    }

    private Bytes message3(Prk prk3e2m, Bytes th3) {
        Prk prk4e3m = Edhoc.prk4e3m(prk3e2m, th3, accessKey);
        Bytes item = StorageItem.ofNode(storageKey);
        Bytes inner =
                new CborWriter()
                        .octets(Edhoc.kid(self))
                        .octets(edhoc.seal3(prk4e3m, th3, self, item))
                        .done();
        forget();
        waiting = Optional.of(new Waiting(prk4e3m, Edhoc.th4(th3, self, item)));
        return new CborWriter().octets(Edhoc.stream3(prk3e2m, th3, inner)).done();
    }

    /// What the node has once it joined.
    ///
    /// @param masterKey shared with the Central Entity alone
    /// @param admission vouches for its first state key; never written down
    record Joined(Secret masterKey, Secret admission, CentralKeys central) {}

    /// @throws Fault `TAMPERED` when the message does not show the access key and this run
    Joined finish(Bytes message4) {
        var in = new CborReader(message4);
        Bytes sealed = in.octets("message 4", Edhoc.TAG_BYTES, 255);
        in.end();
        Waiting run =
                waiting.orElseThrow(
                        () -> new Fault(Fault.Kind.CONFLICT, "message 4 before message 2"));
        CentralKeys central = StorageItem.readCentral(edhoc.open4(run.prk(), run.th4(), sealed));
        return new Joined(
                Edhoc.masterKey(run.prk(), run.th4()),
                Edhoc.admissionKey(run.prk(), run.th4()),
                central);
    }

    private void forget() {
        waiting.ifPresent(run -> run.prk().close());
        waiting = Optional.empty();
    }

    @Override
    public void close() {
        forget();
        privateKey.close();
        accessKey.close();
    }
}
