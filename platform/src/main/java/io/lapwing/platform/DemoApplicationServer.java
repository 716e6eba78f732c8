package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.ApplicationSession;
import io.lapwing.device.DeviceIdentity;
import io.lapwing.device.SoftSessionKeys;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.AppSKeyAns;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.vault.KeyBinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// An owner's application server: it alone gets the AppSKeys of the owner's devices, and reads what they say.
final class DemoApplicationServer implements AutoCloseable {
    private final String name;
    private final Aes aes;
    private final DemoKek kek;
    private final BackendClient joinServer;
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong granted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Map<SessionKeyId, Secret> appSKeys = new HashMap<>();

    /// @param name its AS-ID, and the label of its wrapping key
    /// @param joinServer shows this server's certificate
    DemoApplicationServer(String name, Aes aes, BackendClient joinServer) {
        this(name, aes, joinServer, new DemoKek(KeyBinding.Role.APPLICATION_SERVER, name, aes));
    }

    /// @param kek taken over
    DemoApplicationServer(String name, Aes aes, BackendClient joinServer, DemoKek kek) {
        this.name = name;
        this.aes = aes;
        this.joinServer = joinServer;
        this.kek = kek;
    }

    DemoKek kek() {
        return kek;
    }

    /// Reads a payload, with the AppSKey that came along or, when none did, the one it asks for.
    Bytes read(DemoNetworkServer.Delivery delivery) {
        return session(delivery).open(delivery.fCnt(), delivery.port(), delivery.payload());
    }

    /// Encrypts a payload for the device that sent one before.
    Bytes seal(DemoNetworkServer.Delivery before, FCnt fCnt, FPort port, Bytes payload) {
        return session(before).seal(fCnt, port, payload);
    }

    private ApplicationSession session(DemoNetworkServer.Delivery delivery) {
        Secret appSKey =
                appSKeys.computeIfAbsent(
                        delivery.sessionKeyId(),
                        id ->
                                kek.open(
                                        delivery.appSKey()
                                                .orElseGet(() -> fetch(delivery.device(), id))));
        return new ApplicationSession(
                delivery.devAddr(),
                new SoftSessionKeys(aes, Map.of(SessionKeyType.APP_S_KEY, appSKey)));
    }

    private KeyEnvelope fetch(DeviceIdentity device, SessionKeyId id) {
        Answer answer = ask(appSKeyReq(device, id));
        if (answer instanceof AppSKeyAns(_, _, var grant) && grant != null) {
            return grant.appSKey();
        }
        throw new Fault(Fault.Kind.CONFLICT, "the Join Server answers " + answer.result().code());
    }

    /// The question for a session's AppSKey.
    AppSKeyReq appSKeyReq(DeviceIdentity device, SessionKeyId id) {
        return new AppSKeyReq(header(new PartyId(name), device), device.devEui(), id);
    }

    /// The header of a message to the Join Server of this device.
    BackendHeader header(PartyId sender, DeviceIdentity device) {
        return BackendHeader.of(
                BackendVersion.V1_1,
                sender,
                PartyId.of(device.joinEui()),
                transactions.incrementAndGet());
    }

    /// Asks anything.
    Answer ask(Request request) {
        Answer answer = joinServer.ask(request);
        (answer.result().isSuccess() ? granted : refused).incrementAndGet();
        return answer;
    }

    /// How many requests were granted, and how many refused.
    long granted() {
        return granted.get();
    }

    long refused() {
        return refused.get();
    }

    /// Every key that it was ever given.
    List<Secret> keysSeen() {
        return new ArrayList<>(appSKeys.values());
    }

    @Override
    public void close() {
        appSKeys.values().forEach(Secret::close);
        kek.close();
    }
}
