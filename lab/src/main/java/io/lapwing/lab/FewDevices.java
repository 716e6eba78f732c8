package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.joinserver.JoinDevice;
import io.lapwing.joinserver.JoinDevices;
import io.lapwing.joinserver.RootKeyWork;
import io.lapwing.lorawan.DataFrame;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.ProtectedJoinAccept;
import io.lapwing.lorawan.RejoinRequest;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.lorawan.SessionParameters;
import io.lapwing.service.AuditEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The devices of a Join Server: one of 1.0.2, one of 1.0.4 and one of 1.1, each with two sessions. They forget each join at
/// once, and count the audit records. For one thread.
final class FewDevices implements JoinDevices {
    static final Eui64 OF_1_0_2 = Eui64.parse("70B3D57ED0000102");
    static final Eui64 OF_1_0_4 = Samples.DEV_EUI;
    static final Eui64 OF_1_1 = Eui64.parse("70B3D57ED0000110");

    /// So many joins each device made: it used the DevNonces and the JoinNonces up to here.
    static final int JOINS = 2;

    static final String LABEL = "acme";
    static final String AS_ID = "meters.example";

    private static final Map<Eui64, MacVersion> VERSIONS =
            Map.of(
                    OF_1_0_2,
                    MacVersion.V1_0_2,
                    OF_1_0_4,
                    MacVersion.V1_0_4,
                    OF_1_1,
                    MacVersion.V1_1);

    private final Aes aes = Aes.best();
    private final Secret appKey = fixed(1);
    private final Secret nwkKey = fixed(2);
    private final Secret wrapping = fixed(3);
    private long auditRecords;

    private static Secret fixed(int octet) {
        return Secret.take(Bytes.hex("%02x".formatted(octet).repeat(16)).toArray());
    }

    /// The same frame with the MIC that its device makes; a frame of no device, and one that no device sends, as it is.
    Frame signed(Frame frame) {
        return switch (frame) {
            case JoinRequest join ->
                    new JoinRequest(
                            join.joinEui(),
                            join.devEui(),
                            join.devNonce(),
                            mic(root(join.devEui()), join.micInput()));
            case RejoinRequest.Anew anew ->
                    new RejoinRequest.Anew(
                            anew.joinEui(),
                            anew.devEui(),
                            anew.count(),
                            derivedMic(Derivation.jsIntKey(anew.devEui()), anew.micInput()));
            case RejoinRequest.InSession in ->
                    new RejoinRequest.InSession(
                            in.type(),
                            in.netId(),
                            in.devEui(),
                            in.count(),
                            derivedMic(servingKey(), in.micInput()));
            case ProtectedJoinAccept _, DataFrame _ -> frame;
        };
    }

    private Secret root(Eui64 devEui) {
        return VERSIONS.getOrDefault(devEui, MacVersion.V1_1).hasNwkKey() ? nwkKey : appKey;
    }

    private static Bytes servingKey() {
        SessionParameters newest = Samples.state(MacVersion.V1_1, JOINS).rejoinable().getFirst();
        return Derivation.sessionKey(SessionKeyType.S_NWK_S_INT_KEY, newest.source());
    }

    private Mic derivedMic(Bytes block, Bytes input) {
        try (Secret key = aes.derive(nwkKey, block)) {
            return mic(key, input);
        }
    }

    private Mic mic(Secret key, Bytes input) {
        return Mic.ofCmac(aes.cmac(key, input));
    }

    long auditRecords() {
        return auditRecords;
    }

    @Override
    public Optional<JoinDevice> find(Eui64 devEui) {
        return Optional.ofNullable(VERSIONS.get(devEui)).map(version -> device(devEui, version));
    }

    private static JoinDevice device(Eui64 devEui, MacVersion version) {
        boolean inAnswer = version == MacVersion.V1_0_4;
        return new JoinDevice(
                devEui,
                Samples.JOIN_EUI,
                version,
                Optional.empty(),
                Optional.of(new JoinDevice.Home(Samples.NET_ID, Optional.empty())),
                new JoinDevice.Keys(
                        version.hasNwkKey() ? Samples.ROOT_KEY : null, Samples.ROOT_KEY),
                new JoinDevice.Delivery(
                        inAnswer, Optional.of(AS_ID), Optional.empty(), Optional.of(LABEL)),
                Samples.state(version, JOINS),
                0L);
    }

    @Override
    public boolean commit(JoinDevice seen, JoinState next, AuditEvent event) {
        auditRecords++;
        return true;
    }

    @Override
    public void record(AuditEvent event) {
        auditRecords++;
    }

    @Override
    public <T> T withKeys(JoinDevice device, Function<RootKeyWork, T> work) {
        Work opened = new Work();
        try {
            return work.apply(opened);
        } finally {
            opened.wipe();
        }
    }

    private final class Work implements RootKeyWork {
        private final List<Secret> derived = new ArrayList<>();

        @Override
        public Key key(RootKeyKind kind, RootKeyRef ref) {
            return switch (kind) {
                case APP_KEY -> new OpenKey(appKey);
                case NWK_KEY -> new OpenKey(nwkKey);
            };
        }

        void wipe() {
            derived.forEach(Secret::close); // the root keys stay for the next message
        }

        private final class OpenKey implements Key {
            private final Secret key;

            OpenKey(Secret key) {
                this.key = key;
            }

            @Override
            public Bytes cmac(Bytes message) {
                return aes.cmac(key, message);
            }

            @Override
            public Bytes decrypt(Bytes blocks) {
                return aes.decrypt(key, blocks);
            }

            @Override
            public Key derive(Bytes block) {
                Secret made = aes.derive(key, block);
                derived.add(made);
                return new OpenKey(made);
            }

            @Override
            public Bytes deriveFor(Bytes block, Receiver receiver) {
                boolean appSKey = block.at(0) == 2;
                if (appSKey != (receiver.role() == Role.APPLICATION_SERVER)) {
                    throw new Fault(Fault.Kind.INTERNAL, "session key for the wrong receiver");
                }
                try (Secret made = aes.derive(key, block)) {
                    return aes.wrap(wrapping, made);
                }
            }
        }
    }
}
