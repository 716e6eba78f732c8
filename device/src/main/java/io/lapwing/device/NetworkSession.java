package io.lapwing.device;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.DataFrame;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.Direction;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FCtrl;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.PhyPayload;
import org.jspecify.annotations.Nullable;

/// A network server's side of a session: it checks MICs and reads the network's own commands; an application's payload
/// passes through it encrypted. It needs no AppSKey. One thread at a time.
public final class NetworkSession {
    private static final Transmission NOT_SENT = new Transmission(0, 0);

    private final DevAddr devAddr;
    private final FrameCrypto crypto;
    private final Receiver receiver;
    private final ReceiveCounter up = new ReceiveCounter();
    private final SendCounter networkDown = new SendCounter();
    private final SendCounter applicationDown;
    private FCnt lastConfirmedDown = FCnt.ZERO;
    private @Nullable FCnt toAcknowledge;

    public NetworkSession(DevAddr devAddr, Keying keying, SessionKeys keys) {
        this.devAddr = devAddr;
        crypto = new FrameCrypto(keys, keying);
        receiver = new Receiver(crypto, Direction.UP, devAddr);
        applicationDown =
                switch (keying) {
                    case AS_1_0 -> networkDown;
                    case AS_1_1 -> new SendCounter();
                };
    }

    /// Takes an uplink.
    ///
    /// @param transmission how it was received, which a session keyed as 1.1 binds into the MIC
    public Reception uplink(PhyPayload frame, Transmission transmission) {
        return receiver.receive(
                frame,
                this::opened,
                new Receiver.Counters() {
                    @Override
                    public ReceiveCounter of(DataFrame.Body body) {
                        return up;
                    }

                    @Override
                    public FCnt acknowledged() {
                        return lastConfirmedDown;
                    }
                },
                transmission);
    }

    private Reception.Accepted opened(DataFrame.Body body, FCnt fCnt) {
        if (body.confirmed()) {
            toAcknowledge = fCnt;
        }
        return Reception.Accepted.of(fCnt, crypto.crypted(body, fCnt));
    }

    /// The counter that the next downlink on this port will have: the application server encrypts with it.
    ///
    /// @param port none for a downlink without payload
    public FCnt nextDown(@Nullable FPort port) {
        return counter(port).next();
    }

    /// The next downlink; it acknowledges the last confirmed uplink, once.
    ///
    /// @param message its payload encrypted by the application server with [#nextDown], except on FPort 0
    /// @throws Fault `EXHAUSTED` after the last counter, `BAD_INPUT` when it does not fit into a frame
    public PhyPayload downlink(Outgoing message) {
        SendCounter counter = counter(message.port());
        FCnt fCnt = counter.next();
        FCnt acknowledged = toAcknowledge;
        FCtrl fCtrl = acknowledged == null ? FCtrl.NONE : FCtrl.NONE.withAck();
        DataFrame.Body clear = message.body(Direction.DOWN, devAddr, fCtrl, fCnt);
        DataFrame.Body body = crypto.crypted(clear, fCnt);
        FCnt confFCnt = acknowledged == null ? FCnt.ZERO : acknowledged;
        DataFrame frame = new DataFrame(body, crypto.mic(body, fCnt, confFCnt, NOT_SENT));
        counter.take();
        toAcknowledge = null;
        if (message.confirmed()) {
            lastConfirmedDown = fCnt;
        }
        return frame.phyPayload();
    }

    private SendCounter counter(@Nullable FPort port) {
        return port == null || port.isCommands() ? networkDown : applicationDown;
    }
}
