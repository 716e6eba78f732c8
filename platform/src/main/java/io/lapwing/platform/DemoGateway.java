package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.device.DeviceIdentity;
import io.lapwing.device.Modem;
import io.lapwing.device.UdpModem;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.SpreadingFactor;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A gateway of the network server in a demo: what a device in another process sends, as datagrams, reaches the server, and a
/// join-accept comes back the same way.
final class DemoGateway implements Modem.Listener, AutoCloseable {
    private static final int MOST_WAITING = 16;
    private static final int PATIENCE_S = 20;

    private final DemoCast cast;
    private final DeviceIdentity device;
    private final InetSocketAddress own = freePort();
    private final InetSocketAddress devices = freePort();
    private final UdpModem modem;
    private final BlockingQueue<Bytes> readings = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile Optional<Fault> trouble = Optional.empty();

    /// @param device the one that is heard
    DemoGateway(DemoCast cast, DeviceIdentity device) {
        this.cast = cast;
        this.device = device;
        modem = UdpModem.open(own, List.of(devices), Modulation.of(SpreadingFactor.SF7));
        modem.start(this);
    }

    private static InetSocketAddress freePort() {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (DatagramSocket socket = new DatagramSocket(0, here)) {
            return new InetSocketAddress(here, socket.getLocalPort());
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "no free UDP port", e);
        }
    }

    /// The port of the device, and the gateway's.
    List<String> ports() {
        return List.of(Integer.toString(devices.getPort()), Integer.toString(own.getPort()));
    }

    /// What the device's owner reads next.
    ///
    /// @throws Fault `UNAVAILABLE` when nothing comes
    Bytes reading() {
        try {
            Bytes reading = readings.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (reading == null) {
                throw trouble.orElseGet(() ->
                        new Fault(Fault.Kind.UNAVAILABLE, "no reading in " + PATIENCE_S + " s"));
            }
            return reading;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while it waited", e);
        }
    }

    @Override
    public void received(Bytes octets, double snrDb) {
        try {
            PhyPayload frame = new PhyPayload(octets);
            if (Frame.parse(frame) instanceof JoinRequest) {
                join(frame);
            } else {
                var _ = readings.offer(cast.owner().read(cast.network().uplink(device, frame)));
            }
        } catch (Fault fault) {
            trouble = Optional.of(fault);
        }
    }

    private void join(PhyPayload frame) {
        DemoNetworkServer network = cast.network();
        JoinTerms terms = network.terms(device, frame);
        Answer answer =
                network.ask(new JoinReq(network.header(device.joinEui()), device.devEui(), terms));
        PhyPayload accept = DemoNetworkServer.grant(answer).joinAccept();
        network.serve(device, answer, terms.devAddr());
        modem.transmit(accept.octets());
    }

    @Override
    public void transmitted() {}

    @Override
    public void failed(Fault fault) {}

    @Override
    public void close() {
        modem.close();
    }
}
