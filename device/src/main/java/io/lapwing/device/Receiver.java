package io.lapwing.device;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.DataFrame;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.Direction;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.PhyPayload;
import java.util.Optional;
import java.util.function.BiFunction;

/// The steps by which either side of a session takes a data frame: read it, find its counter, check its MIC, and only
/// then count it.
record Receiver(FrameCrypto crypto, Direction direction, DevAddr devAddr) {
    /// @param opened what the frame is to this side, once it is authentic
    Reception receive(
            PhyPayload frame,
            BiFunction<DataFrame.Body, FCnt, Reception.Accepted> opened,
            Counters counters,
            Transmission transmission) {
        DataFrame data;
        try {
            if (!(Frame.parse(frame) instanceof DataFrame parsed)
                    || parsed.body().direction() != direction) {
                return refused(
                        Reception.Reason.MALFORMED, "no data frame of direction " + direction);
            }
            data = parsed;
        } catch (Fault fault) {
            return refused(Reception.Reason.MALFORMED, fault.getMessage());
        }
        DataFrame.Body body = data.body();
        if (!body.devAddr().equals(devAddr)) {
            return refused(
                    Reception.Reason.NOT_MINE,
                    "frame for " + body.devAddr() + ": this session is " + devAddr);
        }
        ReceiveCounter counter = counters.of(body);
        Optional<FCnt> candidate = counter.candidate(body.fCntWire());
        if (candidate.isEmpty()) {
            return refused(Reception.Reason.EXHAUSTED, "no counter is left: join anew");
        }
        FCnt fCnt = candidate.get();
        FCnt acknowledged = counters.acknowledged();
        if (!crypto.mic(body, fCnt, acknowledged, transmission).equals(data.mic())) {
            return wrongMic(data, fCnt, acknowledged, transmission);
        }
        counter.received(fCnt);
        return opened.apply(body, fCnt);
    }

    /// Tells a replay of the last 65536 frames, whose MIC is right for a counter that was passed, from any other frame.
    private Reception wrongMic(
            DataFrame data, FCnt fCnt, FCnt acknowledged, Transmission transmission) {
        boolean replayed =
                ReceiveCounter.before(fCnt)
                        .map(before -> crypto.mic(data.body(), before, acknowledged, transmission))
                        .filter(data.mic()::equals)
                        .isPresent();
        return replayed
                ? refused(
                        Reception.Reason.REPLAYED,
                        "FCnt " + data.body().fCntWire() + " was received before")
                : refused(
                        Reception.Reason.MIC_FAILED,
                        "MIC " + data.mic() + " is not of these keys and counters");
    }

    private static Reception.Refused refused(Reception.Reason reason, String why) {
        return new Reception.Refused(reason, why);
    }

    /// What a side knows of the other side's counters.
    interface Counters {
        /// The counter that a frame belongs to.
        ReceiveCounter of(DataFrame.Body body);

        /// The counter of the last confirmed frame this side sent.
        FCnt acknowledged();
    }
}
