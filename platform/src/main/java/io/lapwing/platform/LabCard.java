package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.device.ApduChannel;
import io.lapwing.device.StreamChannel;
import java.io.DataOutputStream;
import java.io.IOException;

/// Cards that the lab simulates (jCardSim), each in a process of its own.
record LabCard(LabProcess lab) implements CardSource {
    private static final String MAIN = "io.lapwing.lab.SimulatedCard";

    @Override
    public ApduChannel insert(Bytes installation) {
        Process process = lab.start(MAIN);
        Thread lastAct = new Thread(process::destroyForcibly, "card-end");
        Runtime.getRuntime().addShutdownHook(lastAct);
        try {
            DataOutputStream first = new DataOutputStream(process.getOutputStream());
            first.writeShort(installation.length());
            first.write(installation.toArray());
            first.flush();
            return new StreamChannel(process.getInputStream(), process.getOutputStream());
        } catch (IOException e) {
            process.destroyForcibly();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the simulated card does not start", e);
        }
    }
}
