package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinNonce;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.RejoinCount;
import io.lapwing.lorawan.RejoinRequest;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.lorawan.SessionSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The clients of public network servers: what they send is taken as it is, and what they get they can read.
final class FieldClientsTest {
    static final List<Vectors.Client> CLIENTS = Vectors.clients();

    private static final int DEV_NONCE = 5;

    private final World world = new World();

    static Stream<Arguments> clientsAndVersions() {
        return CLIENTS.stream()
                .flatMap(client ->
                        Stream.of(
                                        MacVersion.V1_0_2,
                                        MacVersion.V1_0_3,
                                        MacVersion.V1_0_4,
                                        MacVersion.V1_1)
                                .map(version -> Arguments.of(client, version)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("clientsAndVersions")
    void getsASessionWhoseKeysTheDeviceComputesToo(Vectors.Client client, MacVersion version) {
        enter(client, version);

        Map<?, ?> answer = ask(client, join(client, version));

        assertThat(FieldReader.code(answer)).isEqualTo("Success");
        for (SessionKeyType type : networkKeys(version)) {
            assertThat(opened(answer, field(type, version), World.NS_LABEL, World.NS_KEK))
                    .isEqualTo(derived(type, version));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("clientsAndVersions")
    void fetchesTheAppSKeyOfTheSession(Vectors.Client client, MacVersion version) {
        enter(client, version);
        String session = FieldReader.text(ask(client, join(client, version)), "SessionKeyID");

        Map<?, ?> answer =
                askAsOwner(
                        client, client.appSKeyReq().replace("{session}", cased(client, session)));

        assertThat(FieldReader.code(answer)).isEqualTo("Success");
        assertThat(FieldReader.text(answer, "SessionKeyID")).isEqualTo(session);
        assertThat(opened(answer, "AppSKey", World.AS_LABEL, World.AS_KEK))
                .isEqualTo(derived(SessionKeyType.APP_S_KEY, version));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("clientsAndVersions")
    void isToldOfAReplayInACodeThatItKnows(Vectors.Client client, MacVersion version) {
        enter(client, version);
        ask(client, join(client, version));

        Map<?, ?> again = ask(client, join(client, version));

        assertThat(FieldReader.code(again)).isEqualTo(client.replayed());
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CLIENTS")
    void isToldOfEveryRefusalInACodeThatItKnows(Vectors.Client client) {
        String join = join(client, MacVersion.V1_0_4);

        assertThat(FieldReader.code(ask(client, join))).isEqualTo("UnknownDevEUI");
        enter(client, MacVersion.V1_0_4);
        assertThat(FieldReader.code(ask(client, join.replace("000013", "000042"))))
                .isEqualTo("UnknownSender");
        assertThat(FieldReader.code(ask(client, join.replace("\"00000000", "\"0000"))))
                .isEqualTo("FrameSizeError");
        assertThat(FieldReader.code(ask(client, join.replace("DevAddr\":\"26", "DevAddr\":\""))))
                .startsWith("Malformed");
        assertThat(
                        FieldReader.code(
                                askAsOwner(
                                        client,
                                        client.appSKeyReq().replace("{session}", "07".repeat(16)))))
                .isEqualTo("Other");
    }

    static Stream<Vectors.Client> rejoining() {
        return CLIENTS.stream().filter(client -> client.rejoinReq().isPresent());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rejoining")
    void rejoinsADevice(Vectors.Client client) {
        enter(client, MacVersion.V1_1);
        ask(client, join(client, MacVersion.V1_1));
        String body = filled(client, client.rejoinReq().orElseThrow(), MacVersion.V1_1, anew());

        Map<?, ?> answer = ask(client, body);
        Map<?, ?> again = ask(client, body);

        assertThat(FieldReader.code(answer)).isEqualTo("Success");
        assertThat(FieldReader.code(again)).isEqualTo(client.replayed());
    }

    static Stream<Vectors.Client> roaming() {
        return CLIENTS.stream().filter(client -> client.homeNsReq().isPresent());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("roaming")
    void findsTheHomeNetwork(Vectors.Client client) {
        JoinDevice device = enter(client, MacVersion.V1_0_4);
        world.devices.put(
                new Changed(device)
                        .home(new JoinDevice.Home(World.NET_ID, Optional.empty()))
                        .device());

        Map<?, ?> answer = ask(client, client.homeNsReq().orElseThrow());

        assertThat(FieldReader.text(answer, "HNetID")).isEqualTo(World.NET_ID.toString());
    }

    private JoinDevice enter(Vectors.Client client, MacVersion version) {
        world.peer(
                World.APPLICATION_SERVER,
                new Peer(
                        "owner",
                        true,
                        new Peer.Party.ApplicationServer(
                                Set.of(client.asId()), Optional.of(World.AS_LABEL)),
                        List.of(World.ALL)));
        JoinDevice device = world.device(version);
        world.devices.put(
                new Changed(device)
                        .delivery(
                                new JoinDevice.Delivery(
                                        false,
                                        Optional.of(client.asId()),
                                        Optional.empty(),
                                        Optional.of(World.AS_LABEL)))
                        .device());
        return world.devices.get(World.DEV_EUI);
    }

    private String join(Vectors.Client client, MacVersion version) {
        return filled(client, client.joinReq(), version, world.frame(version, DEV_NONCE));
    }

    private RejoinRequest anew() {
        RejoinCount count = new RejoinCount(0);
        Bytes jsIntKey = world.derive(World.NWK_KEY, Derivation.jsIntKey(World.DEV_EUI));
        Bytes input = RejoinRequest.Anew.micInput(World.JOIN_EUI, World.DEV_EUI, count);
        return new RejoinRequest.Anew(
                World.JOIN_EUI, World.DEV_EUI, count, world.mic(jsIntKey, input));
    }

    private static String filled(
            Vectors.Client client, String body, MacVersion version, Frame frame) {
        return body.replace("{version}", version.hasNwkKey() ? client.mac11() : version.toString())
                .replace("{frame}", cased(client, frame.phyPayload().toString()))
                .replace("{dlSettings}", settings(version).toString());
    }

    private static DlSettings settings(MacVersion version) {
        return DlSettings.parse(version.hasNwkKey() ? "93" : "13");
    }

    private static String cased(Vectors.Client client, String hex) {
        return client.lowerCase() ? hex.toLowerCase(Locale.ROOT) : hex.toUpperCase(Locale.ROOT);
    }

    private Map<?, ?> ask(Vectors.Client client, String body) {
        return ask(World.NETWORK_SERVER, client, body);
    }

    private Map<?, ?> askAsOwner(Vectors.Client client, String body) {
        return ask(World.APPLICATION_SERVER, client, body);
    }

    private Map<?, ?> ask(Caller caller, Vectors.Client client, String body) {
        Bytes octets = Bytes.of(body.getBytes(StandardCharsets.UTF_8));
        JoinServer.Reply reply = world.server().answer(caller, octets);
        assertThat(reply.status()).isEqualTo(200); // no client looks into another status
        return client.reads().read(reply.body());
    }

    private static List<SessionKeyType> networkKeys(MacVersion version) {
        return version.hasNwkKey()
                ? List.of(
                        SessionKeyType.F_NWK_S_INT_KEY,
                        SessionKeyType.S_NWK_S_INT_KEY,
                        SessionKeyType.NWK_S_ENC_KEY)
                : List.of(SessionKeyType.F_NWK_S_INT_KEY);
    }

    private static String field(SessionKeyType type, MacVersion version) {
        return switch (type) {
            case F_NWK_S_INT_KEY -> version.hasNwkKey() ? "FNwkSIntKey" : "NwkSKey";
            case S_NWK_S_INT_KEY -> "SNwkSIntKey";
            case NWK_S_ENC_KEY -> "NwkSEncKey";
            case APP_S_KEY -> "AppSKey";
        };
    }

    private Bytes opened(Map<?, ?> answer, String field, String label, Bytes kek) {
        return world.open(new KeyEnvelope(label, FieldReader.wrapped(answer, field, label)), kek);
    }

    private Bytes derived(SessionKeyType type, MacVersion version) {
        SessionSource source =
                new SessionSource(
                        version.keying(settings(version)),
                        new JoinNonce(1),
                        new DevNonce(DEV_NONCE),
                        World.NET_ID,
                        World.JOIN_EUI);
        boolean nwkKey = version.hasNwkKey() && type != SessionKeyType.APP_S_KEY;
        return world.derive(
                nwkKey ? World.NWK_KEY : World.APP_KEY, Derivation.sessionKey(type, source));
    }
}
