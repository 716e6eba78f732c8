package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.Sha256;
import io.lapwing.device.JoinAttempt;
import io.lapwing.device.KeySlot;
import io.lapwing.device.SoftKeySlots;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.kms.Actor;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.kms.NewDevice;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.NetworkKeys;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ProtectedJoinAccept;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.service.Json;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.service.http.Response;
import io.lapwing.vault.KeyBinding.Kind;
import io.lapwing.vault.KeyBinding.Role;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the joins of a file to a platform of its own, in their order, over HTTPS.
final class JoinsRun implements AutoCloseable {
    private static final String NETWORK = "test-network";
    private static final String OWNER = "test-owner";
    private static final Actor OPERATOR = Actor.operator("demo");
    private static final int OK = 200;
    private static final int FINGERPRINT_BYTES = 8;

    private final JoinsFile file;
    private final boolean reveal;
    private final Aes aes = Aes.best();
    private final Json json = Json.strict().build();
    private final DemoSite site;
    private final HttpsClient http;
    private final BackendClient client;
    private final DemoKek networkKek = new DemoKek(Role.NETWORK_SERVER, NETWORK, aes);
    private final DemoKek ownerKek = new DemoKek(Role.APPLICATION_SERVER, OWNER, aes);

    /// @param site is left open
    /// @param reveal whether session keys are told too
    JoinsRun(DemoSite site, JoinsFile file, boolean reveal) {
        this.site = site;
        this.file = file;
        this.reveal = reveal;
        http = site.client(new PeerIdentity("network-server", NETWORK));
        client = new BackendClient(http, site.uri());
    }

    JoinAnswers run() {
        Platform platform = site.platform();
        for (DemoKek kek : List.of(networkKek, ownerKek)) {
            kek.handIn(OPERATOR, platform.kms().receivers(), platform.vault().importKey());
        }
        platform.kms()
                .peers()
                .add(OPERATOR, DemoPeers.networkServer(NETWORK, file.senders(), DemoPeers.ANY));
        file.devices().forEach(this::enter);
        List<JoinAnswers.Line> lines = file.joins().stream().map(this::join).toList();
        return new JoinAnswers(
                lines.stream().allMatch(JoinAnswers.Line::accepted), file.source(), lines);
    }

    /// Imported keys are marked exposed by the platform: they were outside a vault.
    private void enter(JoinsFile.TestDevice device) {
        Platform platform = site.platform();
        Map<Kind, String> sealed = new EnumMap<>(Kind.class);
        sealed.put(Kind.APP_KEY, JweSeal.seal(platform.vault().importKey(), device.appKey()));
        device.nwkKey()
                .ifPresent(key ->
                        sealed.put(Kind.NWK_KEY, JweSeal.seal(platform.vault().importKey(), key)));
        platform.kms()
                .devices()
                .createImported(
                        OPERATOR,
                        NewDevice.of(device.devEui(), device.joinEui(), device.macVersion())
                                .withDelivery(
                                        new KeyDelivery(
                                                KeyDelivery.AppSKey.IN_ANSWER,
                                                Optional.of(OWNER),
                                                Optional.empty(),
                                                Optional.of(OWNER))),
                        sealed);
    }

    private JoinAnswers.Line join(Map<String, Object> body) {
        JoinsFile.TestDevice device = file.deviceOf(body);
        HttpsClient.Answer response =
                http.post(site.uri(), Response.JSON, Map.of(), json.write(body));
        if (response.status() != OK) {
            return refused(device, "HTTP " + response.status(), Optional.empty());
        }
        Answer answer = client.decode(response.body());
        return answer.session()
                .map(grant -> granted(device, body, grant))
                .orElseGet(() ->
                        refused(
                                device,
                                answer.result().code().toString(),
                                Optional.ofNullable(answer.result().description())));
    }

    private JoinAnswers.Line refused(
            JoinsFile.TestDevice device, String result, Optional<String> description) {
        return new JoinAnswers.Line(
                device.devEui().toString(),
                device.macVersion().toString(),
                result,
                description,
                false,
                exposed(device),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private JoinAnswers.Line granted(
            JoinsFile.TestDevice device, Map<String, Object> body, SessionGrant grant) {
        boolean exposed = exposed(device);
        Optional<JoinAccept> accept = open(device, body, grant.joinAccept());
        return new JoinAnswers.Line(
                device.devEui().toString(),
                device.macVersion().toString(),
                "Success",
                Optional.empty(),
                accept.isPresent(),
                exposed,
                accept.map(terms -> terms.joinNonce().toString()),
                Optional.of(grant.sessionKeyId().toString()),
                Optional.of(grant.joinAccept().toString()),
                keys(grant, reveal && exposed));
    }

    private boolean exposed(JoinsFile.TestDevice device) {
        return site.platform()
                .kms()
                .devices()
                .find(device.devEui())
                .map(row -> row.keys().exposed())
                .orElse(false);
    }

    /// The join-accept as the device reads it, with the keys in the file.
    private Optional<JoinAccept> open(
            JoinsFile.TestDevice device, Map<String, Object> body, PhyPayload joinAccept) {
        PhyPayload sent = PhyPayload.parse(String.valueOf(body.get("PHYPayload")));
        if (Frame.parse(sent) instanceof JoinRequest request
                && Frame.parse(joinAccept) instanceof ProtectedJoinAccept frame) {
            try (SoftKeySlots slots = slots(device)) {
                return slots.openJoinAccept(
                        frame,
                        new JoinAttempt(
                                JoinType.JOIN,
                                device.macVersion(),
                                device.joinEui(),
                                request.devNonce()));
            }
        }
        return Optional.empty();
    }

    private SoftKeySlots slots(JoinsFile.TestDevice device) {
        Secret appKey = copy(device.appKey());
        if (device.nwkKey().isEmpty()) {
            return SoftKeySlots.of10(aes, appKey);
        }
        SoftKeySlots slots = SoftKeySlots.of11(aes, copy(device.nwkKey().get()), appKey);
        slots.derive(KeySlot.NWK_KEY, Derivation.jsIntKey(device.devEui()), KeySlot.JS_INT_KEY);
        return slots;
    }

    private static Secret copy(Secret key) {
        return Secret.take(key.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE)));
    }

    private List<JoinAnswers.Key> keys(SessionGrant grant, boolean revealed) {
        List<JoinAnswers.Key> keys = new ArrayList<>();
        switch (grant.networkKeys()) {
            case NetworkKeys.As10 as10 ->
                    keys.add(key("NwkSKey", networkKek, as10.nwkSKey(), revealed));
            case NetworkKeys.As11 as11 -> {
                keys.add(key("FNwkSIntKey", networkKek, as11.fNwkSIntKey(), revealed));
                keys.add(key("SNwkSIntKey", networkKek, as11.sNwkSIntKey(), revealed));
                keys.add(key("NwkSEncKey", networkKek, as11.nwkSEncKey(), revealed));
            }
        }
        KeyEnvelope appSKey = grant.appSKey();
        if (appSKey != null) {
            keys.add(key("AppSKey", ownerKek, appSKey, revealed));
        }
        return keys;
    }

    private static JoinAnswers.Key key(
            String name, DemoKek kek, KeyEnvelope envelope, boolean revealed) {
        try (Secret key = kek.open(envelope)) {
            byte[] octets = key.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
            try {
                return new JoinAnswers.Key(
                        name,
                        fingerprint(octets),
                        revealed ? Optional.of(Bytes.of(octets).toHex()) : Optional.empty());
            } finally {
                Arrays.fill(octets, (byte) 0);
            }
        }
    }

    private static String fingerprint(byte[] key) {
        return Sha256.digest(key).slice(0, FINGERPRINT_BYTES).toHex();
    }

    @Override
    public void close() {
        http.close();
        networkKek.close();
        ownerKek.close();
    }
}
