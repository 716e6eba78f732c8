package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.ProtectedJoinAccept;

/// What can be asked of the secure core: operations, and none that names a key's octets.
///
/// On the wire: one octet for the operation, its fields of fixed length, and what is left as the last field.
sealed interface CoreRequest {
    int CMAC = 1;
    int ENCRYPT = 2;
    int DERIVE = 3;
    int OPEN = 4;
    int WIPE = 5;

    /// Type, version, JoinEUI and DevNonce of an attempt.
    int CONTEXT_BYTES = 12;

    record Cmac(KeySlot slot, Bytes message) implements CoreRequest {}

    record Encrypt(KeySlot slot, Bytes blocks) implements CoreRequest {}

    record Derive(KeySlot from, KeySlot into, Bytes block) implements CoreRequest {}

    record Open(JoinAttempt attempt, ProtectedJoinAccept frame) implements CoreRequest {}

    /// Wipes every key, for good.
    record Wipe() implements CoreRequest {}

    default Bytes encode() {
        return switch (this) {
            case Cmac(KeySlot slot, Bytes message) ->
                    Bytes.concat(Bytes.of(CMAC, SlotNumber.of(slot)), message);
            case Encrypt(KeySlot slot, Bytes blocks) ->
                    Bytes.concat(Bytes.of(ENCRYPT, SlotNumber.of(slot)), blocks);
            case Derive(KeySlot from, KeySlot into, Bytes block) ->
                    Bytes.concat(Bytes.of(DERIVE, SlotNumber.of(from), SlotNumber.of(into)), block);
            case Open(JoinAttempt attempt, ProtectedJoinAccept frame) ->
                    Bytes.concat(
                            Bytes.of(
                                    OPEN,
                                    attempt.type().code(),
                                    attempt.version().hasNwkKey() ? 1 : 0),
                            attempt.joinEui().bigEndian(),
                            Bytes.of(attempt.devNonce().value() >> 8, attempt.devNonce().value()),
                            frame.blocks());
            case Wipe() -> Bytes.of(WIPE);
        };
    }

    /// Reads a request that is nothing else.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    static CoreRequest parse(Bytes octets) {
        requireAtLeast(octets, 1);
        return switch (octets.at(0)) {
            case CMAC -> {
                requireAtLeast(octets, 2);
                yield new Cmac(SlotNumber.slot(octets.at(1)), rest(octets, 2));
            }
            case ENCRYPT -> {
                requireAtLeast(octets, 2);
                yield new Encrypt(SlotNumber.slot(octets.at(1)), rest(octets, 2));
            }
            case DERIVE -> {
                requireAtLeast(octets, 3);
                yield new Derive(
                        SlotNumber.slot(octets.at(1)),
                        SlotNumber.slot(octets.at(2)),
                        rest(octets, 3));
            }
            case OPEN -> {
                requireAtLeast(octets, 1 + CONTEXT_BYTES);
                yield new Open(
                        attempt(octets.slice(1, 1 + CONTEXT_BYTES)),
                        new ProtectedJoinAccept(rest(octets, 1 + CONTEXT_BYTES)));
            }
            case WIPE -> {
                if (octets.length() != 1) {
                    throw Fault.badInput(
                            "wipe of " + octets.length() + " bytes: want the operation alone");
                }
                yield new Wipe();
            }
            default -> throw Fault.badInput("operation " + octets.at(0) + ": want 1 to " + WIPE);
        };
    }

    private static JoinAttempt attempt(Bytes octets) {
        int version = octets.at(1);
        if (version > 1) {
            throw Fault.badInput("version " + version + ": want 0 for 1.0.x or 1 for 1.1");
        }
        return new JoinAttempt(
                joinType(octets.at(0)),
                version == 1 ? MacVersion.V1_1 : MacVersion.V1_0_4,
                Eui64.bigEndian(octets.slice(2, 10)),
                new DevNonce(octets.at(10) << 8 | octets.at(11)));
    }

    private static JoinType joinType(int code) {
        for (JoinType type : JoinType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw Fault.badInput("JoinReqType " + code + ": want 255, 0, 1 or 2");
    }

    private static Bytes rest(Bytes octets, int start) {
        return octets.slice(start, octets.length());
    }

    private static void requireAtLeast(Bytes octets, int length) {
        if (octets.length() < length) {
            throw Fault.badInput(
                    "request of " + octets.length() + " bytes: want at least " + length);
        }
    }
}
