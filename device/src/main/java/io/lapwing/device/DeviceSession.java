package io.lapwing.device;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.DataFrame;
import io.lapwing.lorawan.Direction;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FCtrl;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.PhyPayload;
import org.jspecify.annotations.Nullable;

/// A device's side of a session: uplinks out, downlinks in. One thread at a time.
///
/// A session keyed as 1.0 has one downlink counter; keyed as 1.1 it has NFCntDown for the network's frames and AFCntDown for
/// the application's (TS001-1.1 §4.3.1.5).
public final class DeviceSession {
    private static final Transmission NOT_SENT = new Transmission(0, 0);

    private final JoinAccept terms;
    private final FrameCrypto crypto;
    private final Receiver receiver;
    private final SendCounter up = new SendCounter();
    private final ReceiveCounter networkDown = new ReceiveCounter();
    private final ReceiveCounter applicationDown;
    private FCnt lastConfirmedUp = FCnt.ZERO;
    private @Nullable FCnt toAcknowledge;
    private boolean ended;

    DeviceSession(JoinAccept terms, Keying keying, SessionKeys keys) {
        this.terms = terms;
        crypto = new FrameCrypto(keys, keying);
        receiver = new Receiver(crypto, Direction.DOWN, terms.devAddr());
        applicationDown =
                switch (keying) {
                    case AS_1_0 -> networkDown;
                    case AS_1_1 -> new ReceiveCounter();
                };
    }

    /// Its keys are overwritten by those of a newer session.
    void end() {
        ended = true;
    }

    /// What the network gave in the join-accept.
    public JoinAccept terms() {
        return terms;
    }

    /// How this session is keyed.
    public Keying keying() {
        return crypto.keying();
    }

    /// The counter of the next uplink.
    ///
    /// @throws Fault `EXHAUSTED` after the last counter
    public FCnt nextUplink() {
        return up.next();
    }

    /// The next uplink; it acknowledges the last confirmed downlink, once.
    ///
    /// @param transmission how it will be sent, which a session keyed as 1.1 binds into the MIC
    /// @throws Fault `EXHAUSTED` after the last counter, `BAD_INPUT` when it does not fit into a frame, `CONFLICT` when a
    ///     newer session took this one's place
    public PhyPayload uplink(Outgoing message, Transmission transmission) {
        if (ended) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "session " + terms.devAddr() + " has ended: want the device's newer one");
        }
        FCnt fCnt = up.next();
        FCnt acknowledged = toAcknowledge;
        FCtrl fCtrl = acknowledged == null ? FCtrl.NONE : FCtrl.NONE.withAck();
        DataFrame.Body clear = message.body(Direction.UP, terms.devAddr(), fCtrl, fCnt);
        DataFrame.Body body = crypto.applicationCrypted(crypto.crypted(clear, fCnt), fCnt);
        FCnt confFCnt = acknowledged == null ? FCnt.ZERO : acknowledged;
        DataFrame frame = new DataFrame(body, crypto.mic(body, fCnt, confFCnt, transmission));
        up.take();
        toAcknowledge = null;
        if (message.confirmed()) {
            lastConfirmedUp = fCnt;
        }
        return frame.phyPayload();
    }

    /// Takes a downlink.
    public Reception downlink(PhyPayload frame) {
        if (ended) {
            return new Reception.Refused(
                    Reception.Reason.ENDED, "session " + terms.devAddr() + " has ended");
        }
        return receiver.receive(
                frame,
                this::opened,
                new Receiver.Counters() {
                    @Override
                    public ReceiveCounter of(DataFrame.Body body) {
                        FPort port = body.fPort();
                        return port == null || port.isCommands() ? networkDown : applicationDown;
                    }

                    @Override
                    public FCnt acknowledged() {
                        return lastConfirmedUp;
                    }
                },
                NOT_SENT);
    }

    private Reception.Accepted opened(DataFrame.Body body, FCnt fCnt) {
        if (body.confirmed()) {
            toAcknowledge = fCnt;
        }
        return Reception.Accepted.of(
                fCnt, crypto.applicationCrypted(crypto.crypted(body, fCnt), fCnt));
    }
}
