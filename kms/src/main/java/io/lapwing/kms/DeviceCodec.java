package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.vault.KeyBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The body of a device's row. The DevEUI is the row's key and not repeated. Names are short, because a million rows
/// hold them: absent means empty or false.
///
/// | field | meaning |
/// |---|---|
/// | `v` | 1, the version of this form |
/// | `join`, `mac`, `state` | JoinEUI, MACVersion, lifecycle |
/// | `claim` | true: it may join only with an owner |
/// | `slot`, `ver` | the root keys in use |
/// | `keys` | `k` kind (`n` NwkKey, `a` AppKey), `s` slot, `n` version, `w` vault key version, `c` wrapped key, `o` origin (`g` generated, `i` imported), `x` exposed, `t` since |
/// | `net`, `nsid`, `owner` | home network, owner |
/// | `ask` | true: AppSKey on request only |
/// | `as`, `nsk`, `ask-label` | AS-ID, labels of wrapping keys |
/// | `labels`, `pend` | labels; waiting steps: `s` step, `by`, `t`, `why` |
/// | `joins`, `low` | nonces and last sessions, whether nonces run out |
/// | `mod` | module identity |
/// | `alarm` | the last alarm: `n` counter, `k` kind, `t` when |
final class DeviceCodec {
    private static final int VERSION = 1;

    private final RowJson json = new RowJson();

    Bytes encode(Device device) {
        return json.write(out -> {
            out.writeNumberProperty("v", VERSION);
            out.writeStringProperty("join", device.joinEui().toString());
            out.writeStringProperty("mac", device.macVersion().toString());
            out.writeStringProperty("state", device.state().word());
            flag(out, "claim", device.claimRequired());
            keys(out, device.keys());
            placement(out, device);
            labels(out, device.labels());
            pending(out, device.pending());
            out.writeStringProperty("joins", RowJson.base64(device.joins().encode()));
            flag(out, "low", device.noncesLow());
            optional(out, "mod", device.module().map(module -> RowJson.base64(module.octets())));
            alarm(out, device.alarm());
        });
    }

    private static void keys(JsonGenerator out, RootKeys keys) {
        out.writeNumberProperty("slot", keys.active().slot());
        out.writeNumberProperty("ver", keys.active().version());
        out.writeArrayPropertyStart("keys");
        for (DeviceKey key : keys.keys()) {
            out.writeStartObject();
            out.writeStringProperty("k", key.kind() == KeyBinding.Kind.NWK_KEY ? "n" : "a");
            out.writeNumberProperty("s", key.id().slot());
            out.writeNumberProperty("n", key.id().version());
            out.writeNumberProperty("w", key.wrapped().version());
            out.writeStringProperty("c", WrappedKeyJson.text(key.wrapped()));
            out.writeStringProperty("o", key.origin() == DeviceKey.Origin.IMPORTED ? "i" : "g");
            flag(out, "x", key.exposed());
            out.writeNumberProperty("t", key.since().getEpochSecond());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void placement(JsonGenerator out, Device device) {
        if (device.home().isPresent()) {
            HomeNetwork home = device.home().get();
            out.writeStringProperty("net", home.netId().toString());
            optional(out, "nsid", home.nsId().map(Eui64::toString));
        }
        optional(out, "owner", device.owner());
        KeyDelivery delivery = device.delivery();
        flag(out, "ask", delivery.appSKey() == KeyDelivery.AppSKey.ON_REQUEST);
        optional(out, "as", delivery.applicationServer());
        optional(out, "nsk", delivery.networkServerKey());
        optional(out, "ask-label", delivery.applicationServerKey());
    }

    private static void labels(JsonGenerator out, Labels labels) {
        if (labels.values().isEmpty()) {
            return;
        }
        out.writeObjectPropertyStart("labels");
        labels.values().forEach(out::writeStringProperty);
        out.writeEndObject();
    }

    private static void pending(JsonGenerator out, List<Approval> pending) {
        if (pending.isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart("pend");
        for (Approval approval : pending) {
            out.writeStartObject();
            out.writeStringProperty("s", approval.step().name());
            out.writeStringProperty("by", approval.requestedBy());
            out.writeNumberProperty("t", approval.at().getEpochSecond());
            out.writeStringProperty("why", approval.reason());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void alarm(JsonGenerator out, Optional<LastAlarm> alarm) {
        if (alarm.isEmpty()) {
            return;
        }
        out.writeObjectPropertyStart("alarm");
        out.writeNumberProperty("n", alarm.get().counter());
        out.writeStringProperty("k", alarm.get().kind());
        out.writeNumberProperty("t", alarm.get().at().getEpochSecond());
        out.writeEndObject();
    }

    private static void flag(JsonGenerator out, String name, boolean value) {
        if (value) {
            out.writeBooleanProperty(name, true);
        }
    }

    private static void optional(JsonGenerator out, String name, Optional<String> value) {
        if (value.isPresent()) {
            out.writeStringProperty(name, value.get());
        }
    }

    /// @throws Fault `TAMPERED` when the body is none that [#encode] wrote
    Device decode(Eui64 devEui, Bytes body) {
        Draft draft = new Draft();
        json.read(() -> "device " + devEui, body, draft::field);
        return draft.device(devEui);
    }

    /// A device while its row is read.
    private static final class Draft {
        private int version;
        private @Nullable Eui64 joinEui;
        private @Nullable MacVersion macVersion;
        private @Nullable Lifecycle state;
        private boolean claim;
        private int slot;
        private int keyVersion = 1;
        private final List<DeviceKey> keys = new ArrayList<>();
        private @Nullable NetId net;
        private Optional<Eui64> nsId = Optional.empty();
        private Optional<String> owner = Optional.empty();
        private boolean onRequest;
        private Optional<String> applicationServer = Optional.empty();
        private Optional<String> networkServerKey = Optional.empty();
        private Optional<String> applicationServerKey = Optional.empty();
        private Labels labels = Labels.NONE;
        private final List<Approval> pending = new ArrayList<>();
        private @Nullable JoinState joins;
        private boolean low;
        private Optional<ModuleDigest> module = Optional.empty();
        private Optional<LastAlarm> alarm = Optional.empty();

        void field(String name, JsonParser in) {
            switch (name) {
                case "v" -> version = in.getIntValue();
                case "join" -> joinEui = Eui64.parse(in.getString());
                case "mac" -> macVersion = MacVersion.parse(in.getString());
                case "state" -> state = Lifecycle.parse(in.getString());
                case "claim" -> claim = in.getBooleanValue();
                case "slot" -> slot = in.getIntValue();
                case "ver" -> keyVersion = in.getIntValue();
                case "keys" -> eachObject(in, () -> keys.add(key(in)));
                case "net" -> net = NetId.parse(in.getString());
                case "nsid" -> nsId = Optional.of(Eui64.parse(in.getString()));
                case "owner" -> owner = Optional.of(in.getString());
                case "ask" -> onRequest = in.getBooleanValue();
                case "as" -> applicationServer = Optional.of(in.getString());
                case "nsk" -> networkServerKey = Optional.of(in.getString());
                case "ask-label" -> applicationServerKey = Optional.of(in.getString());
                case "labels" -> labels = labels(in);
                case "pend" -> eachObject(in, () -> pending.add(approval(in)));
                case "joins" -> joins = JoinState.decode(RowJson.base64(in.getString()));
                case "low" -> low = in.getBooleanValue();
                case "mod" ->
                        module = Optional.of(new ModuleDigest(RowJson.base64(in.getString())));
                case "alarm" -> alarm = Optional.of(alarm(in));
                default -> throw RowJson.unknownField(name);
            }
        }

        private static void eachObject(JsonParser in, Runnable read) {
            while (in.nextToken() == JsonToken.START_OBJECT) {
                read.run();
            }
        }

        private static DeviceKey key(JsonParser in) {
            KeyDraft draft = new KeyDraft();
            RowJson.object(in, draft::field);
            return draft.key();
        }

        private static Labels labels(JsonParser in) {
            Map<String, String> read = new TreeMap<>();
            RowJson.object(in, (name, at) -> read.put(name, at.getString()));
            return new Labels(read);
        }

        private static LastAlarm alarm(JsonParser in) {
            AlarmDraft draft = new AlarmDraft();
            RowJson.object(in, draft::field);
            return draft.alarm();
        }

        private static Approval approval(JsonParser in) {
            ApprovalDraft draft = new ApprovalDraft();
            RowJson.object(in, draft::field);
            return draft.approval();
        }

        Device device(Eui64 devEui) {
            if (version != VERSION
                    || joinEui == null
                    || macVersion == null
                    || state == null
                    || joins == null) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        "device "
                                + devEui
                                + ": row of form "
                                + version
                                + " or incomplete: want form "
                                + VERSION);
            }
            return new Device(
                    devEui,
                    joinEui,
                    macVersion,
                    state,
                    claim,
                    new RootKeys(new RootKeyRef(slot, keyVersion), keys),
                    net == null ? Optional.empty() : Optional.of(new HomeNetwork(net, nsId)),
                    owner,
                    new KeyDelivery(
                            onRequest
                                    ? KeyDelivery.AppSKey.ON_REQUEST
                                    : KeyDelivery.AppSKey.IN_ANSWER,
                            applicationServer,
                            networkServerKey,
                            applicationServerKey),
                    labels,
                    pending,
                    joins,
                    low,
                    module,
                    alarm);
        }
    }

    /// A root key while its row is read.
    private static final class KeyDraft {
        private KeyBinding.Kind kind = KeyBinding.Kind.APP_KEY;
        private int slot;
        private int version;
        private int vaultVersion;
        private String wrapped = "";
        private DeviceKey.Origin origin = DeviceKey.Origin.GENERATED;
        private boolean exposed;
        private long since;

        void field(String name, JsonParser in) {
            switch (name) {
                case "k" ->
                        kind =
                                switch (in.getString()) {
                                    case "n" -> KeyBinding.Kind.NWK_KEY;
                                    case "a" -> KeyBinding.Kind.APP_KEY;
                                    default -> throw RowJson.unknownField(name);
                                };
                case "s" -> slot = in.getIntValue();
                case "n" -> version = in.getIntValue();
                case "w" -> vaultVersion = in.getIntValue();
                case "c" -> wrapped = in.getString();
                case "o" ->
                        origin =
                                switch (in.getString()) {
                                    case "i" -> DeviceKey.Origin.IMPORTED;
                                    case "g" -> DeviceKey.Origin.GENERATED;
                                    default -> throw RowJson.unknownField(name);
                                };
                case "x" -> exposed = in.getBooleanValue();
                case "t" -> since = in.getLongValue();
                default -> throw RowJson.unknownField(name);
            }
        }

        DeviceKey key() {
            return new DeviceKey(
                    kind,
                    new RootKeyRef(slot, version),
                    WrappedKeyJson.read(vaultVersion, wrapped),
                    origin,
                    exposed,
                    Instant.ofEpochSecond(since));
        }
    }

    /// A waiting step while its row is read.
    private static final class ApprovalDraft {
        private String step = "";
        private String by = "";
        private long at;
        private String why = "";

        void field(String name, JsonParser in) {
            switch (name) {
                case "s" -> step = in.getString();
                case "by" -> by = in.getString();
                case "t" -> at = in.getLongValue();
                case "why" -> why = in.getString();
                default -> throw RowJson.unknownField(name);
            }
        }

        Approval approval() {
            return new Approval(Approval.Step.valueOf(step), by, Instant.ofEpochSecond(at), why);
        }
    }

    /// The last alarm while its row is read.
    private static final class AlarmDraft {
        private long counter;
        private String kind = "";
        private long at;

        void field(String name, JsonParser in) {
            switch (name) {
                case "n" -> counter = in.getLongValue();
                case "k" -> kind = in.getString();
                case "t" -> at = in.getLongValue();
                default -> throw RowJson.unknownField(name);
            }
        }

        LastAlarm alarm() {
            return new LastAlarm(counter, kind, Instant.ofEpochSecond(at));
        }
    }
}
