package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.vault.KeyBinding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The row of a receiver: its key is `role/label`, its body the versions: `n` number, `w` vault key version, `c` wrapped
/// key (absent once retired), `t` since.
final class ReceiverCodec {
    private final RowJson json = new RowJson();

    static String rowKey(KeyBinding.Role role, String label) {
        return word(role) + "/" + label;
    }

    /// `network-server`, `application-server` or `station`.
    static String word(KeyBinding.Role role) {
        return DeviceTerms.lower(role.name()).replace('_', '-');
    }

    Bytes encode(Receiver receiver) {
        return json.write(out -> {
            out.writeNumberProperty("v", 1);
            out.writeArrayPropertyStart("versions");
            for (Receiver.Version version : receiver.versions()) {
                out.writeStartObject();
                out.writeNumberProperty("n", version.number());
                out.writeNumberProperty("t", version.since().getEpochSecond());
                if (version.wrapped().isPresent()) {
                    out.writeNumberProperty("w", version.wrapped().get().version());
                    out.writeStringProperty("c", WrappedKeyJson.text(version.wrapped().get()));
                }
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    Receiver decode(Bytes rowKey, Bytes body) {
        String key = new String(rowKey.toArray(), StandardCharsets.UTF_8);
        int slash = key.indexOf('/');
        List<Receiver.Version> versions = new ArrayList<>();
        json.read(() -> "receiver " + key, body, (name, in) -> field(name, in, versions));
        return new Receiver(
                key.substring(slash + 1), role(key.substring(0, Math.max(0, slash))), versions);
    }

    private static void field(String name, JsonParser in, List<Receiver.Version> versions) {
        switch (name) {
            case "v" -> Form.require(1, in.getIntValue());
            case "versions" -> {
                while (in.nextToken() == JsonToken.START_OBJECT) {
                    Draft draft = new Draft();
                    RowJson.object(in, draft::field);
                    versions.add(draft.version());
                }
            }
            default -> throw RowJson.unknownField(name);
        }
    }

    static KeyBinding.Role role(String word) {
        for (KeyBinding.Role role : KeyBinding.Role.values()) {
            if (word(role).equals(word)) {
                return role;
            }
        }
        throw io.lapwing.crypto.Fault.badInput(
                "role \"" + word + "\": want network-server, application-server or station");
    }

    /// A version while its row is read.
    private static final class Draft {
        private int number;
        private long since;
        private int vaultVersion;
        private Optional<String> wrapped = Optional.empty();

        void field(String name, JsonParser in) {
            switch (name) {
                case "n" -> number = in.getIntValue();
                case "t" -> since = in.getLongValue();
                case "w" -> vaultVersion = in.getIntValue();
                case "c" -> wrapped = Optional.of(in.getString());
                default -> throw RowJson.unknownField(name);
            }
        }

        Receiver.Version version() {
            return new Receiver.Version(
                    number,
                    wrapped.map(text -> WrappedKeyJson.read(vaultVersion, text)),
                    Instant.ofEpochSecond(since));
        }
    }
}
