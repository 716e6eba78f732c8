package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.service.Json;
import io.lapwing.service.JsonName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Test devices with their keys, and JoinReq bodies of theirs: what `lapwing demo joins` reads (docs/demo-joins.md).
///
/// @param source where the joins are from, for people
/// @param devices each DevEUI once
/// @param joins the bodies as a network server sends them (TS002-1.1 §8.2), which the Join Server judges
record JoinsFile(
        Optional<String> source, List<TestDevice> devices, List<Map<String, Object>> joins) {
    /// A file is not longer.
    static final int MAX_BYTES = 1 << 20;

    private static final int KEY_BYTES = 16;

    /// A device whose keys are known to whoever has the file.
    ///
    /// @param macVersion `1.0.0` to `1.0.4` or `1.1`
    /// @param appKey 16 octets
    /// @param nwkKey 16 octets, of a 1.1 device and of no other
    record TestDevice(
            @JsonName("devEUI") Eui64 devEui,
            @JsonName("joinEUI") Eui64 joinEui,
            MacVersion macVersion,
            Secret appKey,
            Optional<Secret> nwkKey) {
        TestDevice {
            if (macVersion.hasNwkKey() != nwkKey.isPresent()) {
                throw Fault.badInput(
                        "device %s of %s %s an nwkKey: want one for 1.1, and for 1.1 alone"
                                .formatted(
                                        devEui,
                                        macVersion,
                                        nwkKey.isPresent() ? "with" : "without"));
            }
        }
    }

    JoinsFile {
        devices = List.copyOf(devices);
        joins = List.copyOf(joins);
        if (devices.isEmpty() || joins.isEmpty()) {
            throw Fault.badInput(
                    "%d devices and %d joins: want one of each at least"
                            .formatted(devices.size(), joins.size()));
        }
        Set<Eui64> seen = new HashSet<>();
        for (TestDevice device : devices) {
            if (!seen.add(device.devEui())) {
                throw Fault.badInput("device " + device.devEui() + " twice: want each once");
            }
        }
        for (int i = 0; i < joins.size(); i++) {
            check(i, joins.get(i), seen);
        }
    }

    /// Only what the demo itself needs to know: the rest is for the Join Server to say.
    private static void check(int index, Map<String, Object> join, Set<Eui64> devices) {
        if (!text(index, join, "MessageType").equals("JoinReq")) {
            throw Fault.badInput("joins[" + index + "].MessageType: want JoinReq");
        }
        parsed(index, "SenderID", () -> NetId.parse(text(index, join, "SenderID")));
        Eui64 devEui = parsed(index, "DevEUI", () -> Eui64.parse(text(index, join, "DevEUI")));
        if (!devices.contains(devEui)) {
            throw Fault.badInput(
                    "joins[%d].DevEUI: device %s is not among the devices: add it"
                            .formatted(index, devEui));
        }
    }

    private static <T> T parsed(int index, String field, Supplier<T> read) {
        try {
            return read.get();
        } catch (Fault fault) {
            throw new Fault(
                    Fault.Kind.BAD_INPUT,
                    "joins[" + index + "]." + field + ": " + fault.getMessage(),
                    fault);
        }
    }

    private static String text(int index, Map<String, Object> join, String field) {
        if (join.get(field) instanceof String text) {
            return text;
        }
        throw Fault.badInput("joins[" + index + "]." + field + ": want a text");
    }

    /// Reads a file.
    ///
    /// @throws Fault `NOT_FOUND` when there is none, `BAD_INPUT` that names the field otherwise
    static JoinsFile read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new Fault(Fault.Kind.NOT_FOUND, "no file " + file);
            }
            if (Files.size(file) > MAX_BYTES) {
                throw Fault.badInput(
                        "%s has %d bytes: want at most %d"
                                .formatted(file, Files.size(file), MAX_BYTES));
            }
            return parse(Bytes.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static JoinsFile parse(Bytes document) {
        return Json.strict()
                .text(Eui64.class, Eui64::parse, Eui64::toString)
                .text(MacVersion.class, MacVersion::parse, MacVersion::toString)
                .text(Secret.class, JoinsFile::key, Secret::toString)
                .build()
                .read(document, JoinsFile.class);
    }

    private static Secret key(String digits) {
        if (!digits.matches("[0-9A-Fa-f]{" + 2 * KEY_BYTES + "}")) {
            throw Fault.badInput(
                    "key of %d characters: want %d hexadecimal digits"
                            .formatted(digits.length(), 2 * KEY_BYTES));
        }
        return Secret.take(HexFormat.of().parseHex(digits));
    }

    /// The device that a join is about.
    TestDevice deviceOf(Map<String, Object> join) {
        Eui64 devEui = Eui64.parse(String.valueOf(join.get("DevEUI")));
        return devices.stream()
                .filter(device -> device.devEui().equals(devEui))
                .findFirst()
                .orElseThrow();
    }

    /// Whom the network server of the demo speaks for.
    Set<NetId> senders() {
        Set<NetId> senders = new HashSet<>();
        joins.forEach(join -> senders.add(NetId.parse(String.valueOf(join.get("SenderID")))));
        return senders;
    }
}
