package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.DeviceCounters;
import io.lapwing.device.DeviceMemory;
import io.lapwing.device.EndDevice;
import io.lapwing.device.JoinOutcome;
import io.lapwing.device.KeySlot;
import io.lapwing.device.SoftKeySlots;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.NetworkKeys;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.SessionGrant;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The network server and the devices behind one connection of a bench: makes join-requests whose DevNonces rise, and
/// looks at the answers.
///
/// Every answer must be a success. Of each [#CHECKED_EVERY] one is checked whole: a device takes the join-accept, and both
/// session keys open with their receivers' wrapping keys and are the device's own. For one thread.
final class BenchNetworkServer implements BenchLoad.Work, AutoCloseable {
    /// How many exchanges there are for each that is checked whole.
    static final int CHECKED_EVERY = 64;

    private static final byte[] SUCCESS =
            "\"ResultCode\":\"Success\"".getBytes(StandardCharsets.US_ASCII);
    private static final Bytes PROBE = Bytes.of(new byte[16]);

    private final BenchFleet fleet;
    private final Receivers receivers;
    private final int first;
    private final int step;
    private int device;
    private long exchanges;
    private long checked;
    private @Nullable EndDevice awaiting;
    private @Nullable SoftKeySlots slots;

    /// Who opens session keys, and reads answers.
    record Receivers(BackendClient codec, Secret networkServer, Secret applicationServer) {}

    /// @param first the number of this connection among `step`: its devices are `first`, `first + step`, …
    BenchNetworkServer(BenchFleet fleet, Receivers receivers, int first, int step) {
        this.fleet = fleet;
        this.receivers = receivers;
        this.first = first;
        this.step = step;
        device = first;
    }

    /// How many answers were checked whole.
    long checked() {
        return checked;
    }

    @Override
    public byte[] next() {
        if (exchanges++ % CHECKED_EVERY == 0) {
            return body(wholeDevice().joinRequest());
        }
        DevNonce nonce = new DevNonce(fleet.takeNonce(device));
        Eui64 devEui = fleet.devEui(device);
        try (Secret appKey = fleet.appKey(device)) {
            JoinRequest request =
                    JoinRequest.signed(
                            BenchFleet.JOIN_EUI,
                            devEui,
                            nonce,
                            input -> fleet.aes().cmac(appKey, input));
            return body(request.phyPayload());
        }
    }

    /// A device that takes its next answer as devices do. Its JoinNonce rises by one with each join, as its DevNonce does.
    private EndDevice wholeDevice() {
        int nonce = fleet.takeNonce(device);
        DeviceMemory memory = DeviceMemory.volatileMemory();
        memory.store(new DeviceCounters(nonce, nonce, 0));
        SoftKeySlots keys = SoftKeySlots.of10(fleet.aes(), fleet.appKey(device));
        EndDevice made = new EndDevice(fleet.identity(device), keys, memory, new Random(nonce));
        slots = keys;
        awaiting = made;
        return made;
    }

    private byte[] body(PhyPayload frame) {
        return body(fleet.devEui(device), exchanges & 0x7fffffff, frame);
    }

    /// A JoinReq (TS002-1.0) with this join-request.
    static byte[] body(Eui64 devEui, long transactionId, PhyPayload frame) {
        String text =
                "{\"ProtocolVersion\":\"1.0\",\"SenderID\":\""
                        + BenchFolder.NET_ID
                        + "\",\"ReceiverID\":\""
                        + BenchFleet.JOIN_EUI
                        + "\",\"TransactionID\":"
                        + transactionId
                        + ",\"MessageType\":\"JoinReq\",\"MACVersion\":\"1.0.4\",\"PHYPayload\":\""
                        + frame.octets().toHex()
                        + "\",\"DevEUI\":\""
                        + devEui
                        + "\",\"DevAddr\":\"2601147D\",\"DLSettings\":\"00\",\"RxDelay\":1}";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void answered(int status, byte[] answer) {
        if (status != 200 || !contains(answer, SUCCESS)) {
            throw new Fault(
                    Fault.Kind.INTERNAL,
                    "device %s: HTTP status %d, %s"
                            .formatted(
                                    fleet.devEui(device),
                                    status,
                                    new String(answer, StandardCharsets.UTF_8)));
        }
        EndDevice asked = awaiting;
        SoftKeySlots keys = slots;
        if (asked != null && keys != null) {
            check(asked, keys, answer);
            keys.close();
            awaiting = null;
            slots = null;
            checked++;
        }
        device += step;
        if (device >= fleet.size()) {
            device = first;
        }
    }

    private void check(EndDevice asked, SoftKeySlots keys, byte[] answer) {
        SessionGrant grant = receivers.codec().decode(Bytes.of(answer)).session().orElse(null);
        if (grant == null
                || !(asked.joinAccept(grant.joinAccept()) instanceof JoinOutcome.Joined)
                || !(grant.networkKeys() instanceof NetworkKeys.As10 network)
                || grant.appSKey() == null) {
            throw wrong("the device does not take the join-accept");
        }
        requireSame(keys, KeySlot.F_NWK_S_INT_KEY, network.nwkSKey(), receivers.networkServer());
        requireSame(keys, KeySlot.APP_S_KEY, grant.appSKey(), receivers.applicationServer());
    }

    /// A key in an envelope is the one in the device's slot when both encrypt alike.
    private void requireSame(
            SoftKeySlots keys, KeySlot slot, KeyEnvelope envelope, Secret wrappingKey) {
        try (Secret received = fleet.aes().unwrap(wrappingKey, envelope.aesKey())) {
            if (!fleet.aes().encrypt(received, PROBE).equals(keys.encrypt(slot, PROBE))) {
                throw wrong(slot + " in the answer is not the device's");
            }
        }
    }

    private Fault wrong(String what) {
        return new Fault(Fault.Kind.INTERNAL, "device " + fleet.devEui(device) + ": " + what);
    }

    private static boolean contains(byte[] text, byte[] part) {
        for (int at = 0; at + part.length <= text.length; at++) {
            int same = 0;
            while (same < part.length && text[at + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        SoftKeySlots keys = slots;
        if (keys != null) {
            keys.close();
        }
    }
}
