package io.lapwing.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A message of each kind, and what tests do with them.
final class Samples {
    private static final Nonce NONCE = new Nonce(Bytes.hex("1122334455667788"));
    private static final Tag TAG = new Tag(Bytes.hex("A1A2A3A4A5A6A7A8"));
    private static final NodeId NODE = new NodeId(2);
    private static final GroupId GROUP = new GroupId(7);
    private static final Epoch EPOCH = new Epoch(30);
    private static final Bytes KEY = Bytes.of(new byte[24]);
    private static final Message.Delivery DELIVERY = new Message.Delivery(EPOCH, KEY, TAG);
    private static final Message.Receipt RECEIPT = new Message.Receipt(KEY, TAG);

    private Samples() {}

    static ListSigner signer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new SoftwareSigner(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Bytes flipped(Bytes octets, int at) {
        byte[] changed = octets.toArray();
        changed[at] ^= 1;
        return Bytes.of(changed);
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertFault(
            Fault.Kind kind, ThrowingCallable work) {
        return assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(kind));
    }

    static List<Bytes> all() {
        return List.<Message>of(
                        new Message.Join(1, Edhoc.message1(Bytes.of(new byte[32]), 0)),
                        new Message.SignedList(list(), Bytes.of(new byte[64])),
                        new Message.ListAsk(EPOCH),
                        new Message.Hello(Service.KTC_DIRECT, NONCE),
                        new Message.HelloAnswer(NONCE, TAG),
                        new Message.Translate(
                                Service.KTC_INDIRECT, NODE, NONCE, NONCE, TAG, KEY, TAG),
                        new Message.Delivered(NODE, DELIVERY, RECEIPT),
                        new Message.Ticket(NODE, 0, DELIVERY, RECEIPT),
                        new Message.Ticket(NODE, 32, DELIVERY, RECEIPT),
                        new Message.Presented(DELIVERY, TAG),
                        new Message.Accepted(EPOCH, RECEIPT, TAG),
                        new Message.Confirm(true, TAG),
                        new Message.Confirm(false, TAG),
                        new Message.Refused(NODE, 1, TAG),
                        new Message.GroupAsk(GROUP, EPOCH, NONCE, TAG),
                        new Message.GroupCall(GROUP, EPOCH, NONCE, TAG),
                        new Message.GroupOffer(GROUP, EPOCH, KEY, TAG),
                        new Message.GroupKey(GROUP, EPOCH, DELIVERY),
                        new Message.GroupDone(GROUP, EPOCH, TAG),
                        new StateMessage.StateOffer(
                                1, signer().verificationKey(), NONCE, TAG.octets(), TAG),
                        new StateMessage.StateOffer(
                                2, signer().verificationKey(), NONCE, Bytes.EMPTY, TAG),
                        new StateMessage.StateTaken(true, 1, TAG),
                        new StateMessage.StateTaken(false, 300, TAG),
                        new StateMessage.StateAsk(NODE, NONCE, TAG),
                        new StateMessage.StateAnswer(NODE, EPOCH, Bytes.EMPTY, TAG),
                        new StateMessage.StateAnswer(
                                NODE, EPOCH, signer().verificationKey().point(), TAG),
                        new StateMessage.Read(1, KEY),
                        new StateMessage.GroupRead(GROUP, EPOCH, 1, KEY),
                        new Message.Data(1, KEY),
                        new Message.GroupData(GROUP, EPOCH, 1, KEY))
                .stream()
                .map(Message::encode)
                .toList();
    }

    private static Bytes list() {
        return new DeviceList(
                        EPOCH,
                        new TreeSet<>(List.of(NODE)),
                        List.of(
                                new DeviceList.Group(
                                        GROUP, EPOCH, NODE, new TreeSet<>(List.of(NODE)))))
                .encode();
    }
}
