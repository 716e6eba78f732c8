package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PhyPayload;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// A gateway with the whole network behind it: it answers joins, reads uplinks as their owner does, and answers each with a
/// message.
final class SmallGateway implements Modem.Listener, AutoCloseable {
    static final Transmission SENT = StackProcess.TRANSMISSION;
    static final Bytes MESSAGE = Bytes.hex("0102");
    private static final FPort PORT = new FPort(2);

    private final SmallJoinServer server;
    private final Modem modem;
    private final BlockingQueue<Bytes> readings = new ArrayBlockingQueue<>(16);
    private boolean closed;
    private @Nullable NetworkSession network;
    private @Nullable ApplicationSession application;

    SmallGateway(MacVersion version, Modem modem) {
        this.server = new SmallJoinServer(version, version.hasNwkKey() ? "80" : "00");
        this.modem = modem;
        modem.start(this);
    }

    SmallJoinServer server() {
        return server;
    }

    BlockingQueue<Bytes> readings() {
        return readings;
    }

    @Override
    public synchronized void received(Bytes octets, double snrDb) {
        if (closed) {
            return;
        }
        PhyPayload frame = new PhyPayload(octets);
        if (Frame.parse(frame) instanceof JoinRequest) {
            SmallJoinServer.Answer answer = server.answer(frame);
            network = answer.networkSession();
            application = answer.applicationSession();
            modem.transmit(answer.accept().octets());
        } else if (network != null
                && application != null
                && network.uplink(frame, SENT) instanceof Reception.Accepted accepted
                && accepted.port() != null) {
            readings.add(application.open(accepted.fCnt(), accepted.port(), accepted.payload()));
            Bytes sealed = application.seal(network.nextDown(PORT), PORT, MESSAGE);
            modem.transmit(network.downlink(Outgoing.data(PORT, sealed)).octets());
        }
    }

    @Override
    public void transmitted() {}

    @Override
    public void failed(Fault fault) {}

    @Override
    public synchronized void close() {
        closed = true;
        modem.close();
    }
}
