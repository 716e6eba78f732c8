package io.lapwing.joinserver;

import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.Peer.Party;
import io.lapwing.joinserver.Refusal.Reason;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.HomeNsReq;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules that a request meets before any key is used. Each answers with the refusal, or nothing.
final class Gate {
    private final JoinServerSettings settings;

    Gate(JoinServerSettings settings) {
        this.settings = settings;
    }

    /// Sender and receiver: the SenderID is one that the certificate may use, the ReceiverID a JoinEUI served here
    /// (TS002-1.1 §8.2), and the peer may speak of devices with that JoinEUI.
    Optional<Refusal> envelope(Peer peer, Request request) {
        BackendHeader header = request.header();
        if (!peer.enabled()) {
            return refuse(Reason.UNKNOWN_SENDER, "peer " + peer.name() + " is disabled");
        }
        if (!speaksFor(peer.party(), request)) {
            return refuse(
                    Reason.UNKNOWN_SENDER,
                    "peer "
                            + peer.name()
                            + " may not send "
                            + request.messageType()
                            + " under this SenderID and SenderNSID");
        }
        Optional<Eui64> receiver = joinEui(header);
        if (receiver.isEmpty() || !settings.serves(receiver.get())) {
            return refuse(
                    Reason.UNKNOWN_RECEIVER, "ReceiverID is no JoinEUI that this server serves");
        }
        return peer.mayJoin(receiver.get())
                ? Optional.empty()
                : refuse(
                        Reason.NOT_THIS_PEER,
                        "peer "
                                + peer.name()
                                + " may not speak of devices with JoinEUI "
                                + receiver.get());
    }

    private static boolean speaksFor(Party party, Request request) {
        return switch (request) {
            case JoinReq _, RejoinReq _, HomeNsReq _ ->
                    party instanceof Party.NetworkServer server
                            && speaksFor(server, request.header());
            case AppSKeyReq req ->
                    party instanceof Party.ApplicationServer server
                            && server.asIds().contains(req.header().sender().text());
        };
    }

    private static boolean speaksFor(Party.NetworkServer server, BackendHeader header) {
        Optional<NetId> sender = sender(header);
        if (sender.isEmpty() || !server.netIds().contains(sender.get())) {
            return false;
        }
        @Nullable Eui64 nsId = header.senderNsid();
        return switch (header.version()) {
            case V1_0 -> true;
            case V1_1 ->
                    server.nsIds().isEmpty() || (nsId != null && server.nsIds().contains(nsId));
        };
    }

    /// The NetID that a network server's SenderID is.
    static Optional<NetId> sender(BackendHeader header) {
        try {
            return Optional.of(header.sender().netId());
        } catch (Fault _) {
            return Optional.empty(); // any other text is no NetID of ours
        }
    }

    private static Optional<Eui64> joinEui(BackendHeader header) {
        try {
            return Optional.of(header.receiver().eui64());
        } catch (Fault _) {
            return Optional.empty(); // any other text is no JoinEUI of ours
        }
    }

    /// Whether the peer may speak of this device. The JoinEUI that the device is registered with counts here, since a 1.0
    /// device is found whatever its frame says.
    Optional<Refusal> maySpeakOf(Peer peer, JoinDevice device) {
        return peer.maySpeakOf(device)
                ? Optional.empty()
                : refuse(
                        Reason.NOT_THIS_PEER,
                        "peer " + peer.name() + " may not speak of device " + device.devEui());
    }

    /// Lifecycle, home network and version: what the device's row says of this join.
    Optional<Refusal> activation(
            Peer peer, BackendHeader header, JoinDevice device, JoinTerms terms) {
        return maySpeakOf(peer, device)
                .or(() -> device.barred().map(why -> Refusal.of(Reason.BARRED, why)))
                .or(() -> home(header, device))
                .or(() -> version(device.version(), terms));
    }

    private static Optional<Refusal> home(BackendHeader header, JoinDevice device) {
        return device.home()
                .filter(home -> !isHome(home, header))
                .map(home ->
                        Refusal.of(
                                Reason.NOT_HOME, "the device's home is network " + home.netId()));
    }

    private static boolean isHome(JoinDevice.Home home, BackendHeader header) {
        @Nullable Eui64 nsId = header.senderNsid();
        return sender(header).filter(home.netId()::equals).isPresent()
                && (nsId == null || home.nsId().isEmpty() || home.nsId().get().equals(nsId));
    }

    /// MACVersion is the highest version that device and network server share (TS002-1.1 §8, step 3): it may be below the
    /// device's, but a 1.0.x device never speaks 1.1, and a 1.1 device that reads OptNeg = 1 does.
    private static Optional<Refusal> version(MacVersion device, JoinTerms terms) {
        boolean asked11 = terms.macVersion() == MacVersion.V1_1;
        if (asked11 && device != MacVersion.V1_1) {
            return refuse(Reason.STALE_PROFILE, "MACVersion 1.1: the device is one of " + device);
        }
        if (!asked11 && device == MacVersion.V1_1 && terms.dlSettings().optNeg()) {
            return refuse(
                    Reason.STALE_PROFILE,
                    "MACVersion "
                            + terms.macVersion()
                            + " with OptNeg: the device is one of 1.1 and would key the session as 1.1");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(Reason reason, String why) {
        return Optional.of(Refusal.of(reason, why));
    }
}
