package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;

/// A command of a manifest (draft-ietf-suit-manifest, "SUIT_Command_Sequence").
sealed interface SuitCommand {
    // "Full CDDL".
    int VENDOR = 1;
    int DEVICE_CLASS = 2;
    int IMAGE_MATCH = 3;
    int SET_COMPONENT_INDEX = 12;
    int OVERRIDE_PARAMETERS = 20;
    int INVOKE = 23;

    /// Of one sequence; each takes two octets at least.
    int MOST_COMMANDS = 64;

    int MOST_PARAMETERS = 16;

    /// All four bits of a reporting policy.
    int LARGEST_REPORT = 15;

    /// A condition: what a parameter says must be so.
    ///
    /// @param condition [#VENDOR], [#DEVICE_CLASS] or [#IMAGE_MATCH]
    record Check(int condition) implements SuitCommand {}

    record SetParameters(List<SuitParameter> parameters) implements SuitCommand {
        public SetParameters {
            parameters = List.copyOf(parameters);
        }
    }

    record SetComponentIndex(long index) implements SuitCommand {}

    /// Start the image.
    record Invoke() implements SuitCommand {}

    /// One that is not understood here, or of a form that is not.
    record Unknown(long code) implements SuitCommand {}

    /// Reads a sequence, and nothing behind it.
    static List<SuitCommand> parse(String what, Bytes sequence) {
        var in = new CborReader(sequence);
        int entries = in.array(what, 2 * MOST_COMMANDS);
        if (entries == 0 || entries % 2 != 0) {
            throw Fault.badInput(
                    "%s of %d entries: want pairs of command and argument"
                            .formatted(what, entries));
        }
        List<SuitCommand> commands = new ArrayList<>();
        for (int i = 0; i < entries; i += 2) {
            commands.add(read(in));
        }
        in.end();
        return commands;
    }

    private static SuitCommand read(CborReader in) {
        long code = in.integer("command", Integer.MIN_VALUE, Integer.MAX_VALUE);
        String what = "argument of command " + code;
        return switch ((int) code) {
            case VENDOR, DEVICE_CLASS, IMAGE_MATCH -> {
                in.number(what, LARGEST_REPORT);
                yield new Check((int) code);
            }
            case INVOKE -> {
                in.number(what, LARGEST_REPORT);
                yield new Invoke();
            }
            case OVERRIDE_PARAMETERS -> {
                List<SuitParameter> parameters = new ArrayList<>();
                in.map(what, MOST_PARAMETERS, key -> parameters.add(SuitParameter.read(key, in)));
                yield new SetParameters(parameters);
            }
            case SET_COMPONENT_INDEX -> {
                if (in.next(what) == CborType.UNSIGNED) {
                    yield new SetComponentIndex(in.number(what, Long.MAX_VALUE));
                }
                in.value(what);
                yield new Unknown(code);
            }
            default -> {
                in.value(what);
                yield new Unknown(code);
            }
        };
    }
}
