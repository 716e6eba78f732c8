package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinNonce;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.service.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// The published joins and bodies of `src/test/resources/vectors`.
final class Vectors {
    private Vectors() {}

    record Joins(String source, List<Join> joins) {}

    record Join(
            String name,
            String source,
            MacVersion version,
            Bytes appKey,
            Optional<Bytes> nwkKey,
            Eui64 joinEui,
            Eui64 devEui,
            Bytes devNonce,
            JoinNonce joinNonce,
            NetId netId,
            DevAddr devAddr,
            DlSettings dlSettings,
            int rxDelay,
            Bytes cfList,
            Bytes joinRequest,
            Bytes joinAccept,
            Bytes appSKey,
            Optional<Bytes> nwkSKey,
            Optional<Bytes> fNwkSIntKey,
            Optional<Bytes> sNwkSIntKey,
            Optional<Bytes> nwkSEncKey) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Bodies(String source, List<Body> requests, List<Body> answers) {}

    record Body(String name, String source, String body) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Clients(String source, List<Client> clients) {}

    /// A client of the field.
    ///
    /// @param reads how it reads answers
    /// @param lowerCase whether it writes hexadecimal so
    /// @param mac11 how it spells LoRaWAN 1.1
    /// @param replayed the result code that tells it of a replay
    record Client(
            String name,
            String source,
            FieldReader reads,
            boolean lowerCase,
            String asId,
            String mac11,
            String replayed,
            String joinReq,
            String appSKeyReq,
            Optional<String> rejoinReq,
            Optional<String> homeNsReq) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Client> clients() {
        return read("ts002-8-clients.json", Clients.class).clients();
    }

    static List<Join> joins() {
        return read("ts001-6.2.json", Joins.class).joins();
    }

    static Bodies bodies() {
        return read("ts002-8.json", Bodies.class);
    }

    private static <T> T read(String file, Class<T> type) {
        Json json =
                Json.strict()
                        .text(Eui64.class, Eui64::parse, Eui64::toString)
                        .text(MacVersion.class, MacVersion::parse, MacVersion::toString)
                        .text(JoinNonce.class, JoinNonce::parse, JoinNonce::toString)
                        .text(NetId.class, NetId::parse, NetId::toString)
                        .text(DevAddr.class, DevAddr::parse, DevAddr::toString)
                        .text(DlSettings.class, DlSettings::parse, DlSettings::toString)
                        .build();
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no test vectors " + file);
            }
            return json.read(Bytes.of(in.readAllBytes()), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
