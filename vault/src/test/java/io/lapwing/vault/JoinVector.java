package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One join of `vectors/ts001-6.2.json`, with the blocks that TS001 derives its keys from.
record JoinVector(JsonNode fields) {
    static List<JoinVector> read(String group) {
        try (InputStream in = JoinVector.class.getResourceAsStream("/vectors/ts001-6.2.json")) {
            if (in == null) {
                throw new IllegalStateException("no test vectors ts001-6.2.json");
            }
            return JsonMapper.shared()
                    .readTree(in)
                    .required(group)
                    .valueStream()
                    .map(JoinVector::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Bytes bytes(String field) {
        return Bytes.hex(fields.required(field).stringValue());
    }

    /// The join-request without its MIC.
    Bytes request() {
        Bytes phy = bytes("joinRequestPHY");
        return phy.slice(0, phy.length() - 4);
    }

    Bytes requestMic() {
        Bytes phy = bytes("joinRequestPHY");
        return phy.slice(phy.length() - 4, phy.length());
    }

    /// TS001-1.0.4 §6.2.3: `type | JoinNonce | NetID | DevNonce | pad`.
    Bytes block10(int type) {
        Bytes nonceAndNet = bytes("joinAcceptPlain").slice(1, 7);
        return padded(Bytes.of(type), nonceAndNet, devNonce());
    }

    /// TS001-1.1 §6.2.3.1.1: `type | JoinNonce | JoinEUI | DevNonce | pad`.
    Bytes block11(int type) {
        Bytes joinNonce = bytes("joinAcceptPlain").slice(1, 4);
        return padded(Bytes.of(type), joinNonce, joinEui(), devNonce());
    }

    /// TS001-1.1 §6.1.1.4: `type | DevEUI | pad`.
    Bytes blockOfDevice(int type) {
        return padded(Bytes.of(type), bytes("devEUI").reversed());
    }

    /// TS001-1.1 §6.2.3: what goes before the join-accept under its MIC.
    Bytes acceptPrefix11() {
        return Bytes.concat(Bytes.of(0xff), joinEui(), devNonce());
    }

    private Bytes joinEui() {
        return bytes("joinRequestPHY").slice(1, 9);
    }

    private Bytes devNonce() {
        return bytes("joinRequestPHY").slice(17, 19);
    }

    private static Bytes padded(Bytes... parts) {
        Bytes joined = Bytes.concat(parts);
        return Bytes.concat(joined, Bytes.of(new byte[16 - joined.length()]));
    }

    @Override
    public String toString() {
        return fields.required("name").stringValue();
    }
}
