package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.vault.KeyBinding;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/// One device of an import file.
///
/// | field | meaning |
/// |---|---|
/// | `devEui`, `joinEui`, `macVersion` | as the device has them; needed |
/// | `appKey`, `nwkKey` | JWE in compact serialisation; `nwkKey` for 1.1 alone |
/// | `claim` | `required`: the device joins only once it has an owner |
/// | `netId`, `nsId`, `owner` | home network, owner |
/// | `appSKey` | `in-answer` (default where an application server or its key is named) or `on-request` |
/// | `applicationServer`, `networkServerKey`, `applicationServerKey` | AS-ID, labels of wrapping keys |
/// | `labels` | `site=berlin;floor=3` |
/// | `module` | module identity, 64 hexadecimal digits |
///
/// @param sealed the keys as they came
record ImportRow(NewDevice device, Map<KeyBinding.Kind, String> sealed) {
    private static final Set<String> NAMES =
            Set.of(
                    "devEui",
                    "joinEui",
                    "macVersion",
                    "appKey",
                    "nwkKey",
                    "claim",
                    "netId",
                    "nsId",
                    "owner",
                    "appSKey",
                    "applicationServer",
                    "networkServerKey",
                    "applicationServerKey",
                    "labels",
                    "module");

    static void requireKnown(String name) {
        if (!NAMES.contains(name)) {
            String shown = name.length() > 20 ? name.substring(0, 8) + "…" : name;
            throw Fault.badInput(
                    "field \""
                            + shown
                            + "\" is unknown: want "
                            + String.join(", ", new TreeSet<>(NAMES)));
        }
    }

    /// @throws Fault `BAD_INPUT` saying which field is wrong; keys are never shown
    static ImportRow of(SortedMap<String, String> fields) {
        fields.keySet().forEach(ImportRow::requireKnown);
        Map<KeyBinding.Kind, String> sealed = new EnumMap<>(KeyBinding.Kind.class);
        sealed(fields, "appKey").ifPresent(jwe -> sealed.put(KeyBinding.Kind.APP_KEY, jwe));
        sealed(fields, "nwkKey").ifPresent(jwe -> sealed.put(KeyBinding.Kind.NWK_KEY, jwe));
        NewDevice device =
                new NewDevice(
                        Eui64.parse(needed(fields, "devEui")),
                        Eui64.parse(needed(fields, "joinEui")),
                        MacVersion.parse(needed(fields, "macVersion")),
                        claimRequired(fields),
                        home(fields),
                        Optional.ofNullable(fields.get("owner")),
                        delivery(fields),
                        Labels.parse(fields.getOrDefault("labels", "")),
                        Optional.ofNullable(fields.get("module")).map(ModuleDigest::parse));
        return new ImportRow(device, sealed);
    }

    private static String needed(SortedMap<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw Fault.badInput("no " + name + ": want one");
        }
        return value;
    }

    private static Optional<String> sealed(SortedMap<String, String> fields, String name) {
        String value = fields.get(name);
        if (value != null && value.chars().filter(c -> c == '.').count() != 4) {
            throw Fault.badInput(
                    name
                            + " is not sealed: want a JWE of five parts; a key in the clear in this file"
                            + " is no secret any more");
        }
        return Optional.ofNullable(value);
    }

    private static boolean claimRequired(SortedMap<String, String> fields) {
        return switch (fields.getOrDefault("claim", "none")) {
            case "required" -> true;
            case "none" -> false;
            default -> throw Fault.badInput("claim is neither: want required or none");
        };
    }

    private static Optional<HomeNetwork> home(SortedMap<String, String> fields) {
        Optional<Eui64> nsId = Optional.ofNullable(fields.get("nsId")).map(Eui64::parse);
        String netId = fields.get("netId");
        if (netId == null) {
            if (nsId.isPresent()) {
                throw Fault.badInput("nsId without netId: want both");
            }
            return Optional.empty();
        }
        return Optional.of(new HomeNetwork(NetId.parse(netId), nsId));
    }

    private static KeyDelivery delivery(SortedMap<String, String> fields) {
        KeyDelivery unsaid =
                KeyDelivery.to(
                        Optional.ofNullable(fields.get("applicationServer")),
                        Optional.ofNullable(fields.get("networkServerKey")),
                        Optional.ofNullable(fields.get("applicationServerKey")));
        String way = fields.get("appSKey");
        return way == null ? unsaid : unsaid.travelling(appSKey(way));
    }

    private static KeyDelivery.AppSKey appSKey(String way) {
        return switch (way) {
            case "in-answer" -> KeyDelivery.AppSKey.IN_ANSWER;
            case "on-request" -> KeyDelivery.AppSKey.ON_REQUEST;
            default -> throw Fault.badInput("appSKey is neither: want in-answer or on-request");
        };
    }
}
