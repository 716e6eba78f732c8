package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A manifest as it was written (draft-ietf-suit-manifest, "Manifest"), with what is not understood here.
///
/// @param common what all sequences share
/// @param severed digests of members that were taken out
/// @param unsupported keys of members that are not understood
record ManifestBody(
        long version,
        long sequenceNumber,
        Common common,
        List<SuitCommand> validate,
        List<SuitCommand> invoke,
        Map<Long, SuitDigest> severed,
        List<Long> unsupported) {
    // "Full CDDL".
    static final int VERSION = 1;
    static final int SEQUENCE_NUMBER = 2;
    static final int COMMON = 3;
    static final int REFERENCE_URI = 4;
    static final int VALIDATE = 7;
    static final int INVOKE = 9;
    static final int COMPONENTS = 2;
    static final int SHARED = 4;

    private static final int MOST_MEMBERS = 16;
    private static final int MOST_COMPONENTS = 8;
    private static final int LARGEST_SEQUENCE_BYTES = 2_048;
    private static final int LONGEST_URI = 256;

    ManifestBody {
        validate = List.copyOf(validate);
        invoke = List.copyOf(invoke);
        severed = Map.copyOf(severed);
        unsupported = List.copyOf(unsupported);
    }

    /// What all sequences share.
    ///
    /// @param unsupported keys of members that are not understood
    record Common(List<Bytes> components, List<SuitCommand> shared, List<Long> unsupported) {
        Common {
            components = List.copyOf(components);
            shared = List.copyOf(shared);
            unsupported = List.copyOf(unsupported);
        }
    }

    /// Reads one, and nothing behind it.
    ///
    /// @throws Fault `BAD_INPUT` for what is none
    static ManifestBody parse(Bytes manifest) {
        var in = new CborReader(manifest);
        var members = new Members();
        in.map("manifest", MOST_MEMBERS, key -> members.read(key, in));
        in.end();
        return members.body();
    }

    private static Common parseCommon(Bytes octets) {
        List<Bytes> components = new ArrayList<>();
        List<SuitCommand> shared = new ArrayList<>();
        List<Long> unsupported = new ArrayList<>();
        var in = new CborReader(octets);
        in.map(
                "common",
                MOST_MEMBERS,
                key -> {
                    if (key == COMPONENTS) {
                        int count = in.array("components", MOST_COMPONENTS);
                        for (int i = 0; i < count; i++) {
                            components.add(in.value("component"));
                        }
                    } else if (key == SHARED) {
                        shared.addAll(commands("shared sequence", in));
                    } else {
                        in.value("member " + key + " of common");
                        unsupported.add(key);
                    }
                });
        in.end();
        return new Common(components, shared, unsupported);
    }

    private static List<SuitCommand> commands(String what, CborReader in) {
        return SuitCommand.parse(what, in.octets(what, 1, LARGEST_SEQUENCE_BYTES));
    }

    private static final class Members {
        private @Nullable Long version;
        private @Nullable Long sequenceNumber;
        private @Nullable Common common;
        private List<SuitCommand> validate = List.of();
        private List<SuitCommand> invoke = List.of();
        private final Map<Long, SuitDigest> severed = new TreeMap<>();
        private final List<Long> unsupported = new ArrayList<>();

        void read(long key, CborReader in) {
            if (key == VERSION) {
                version = in.number("manifest version", Long.MAX_VALUE);
            } else if (key == SEQUENCE_NUMBER) {
                sequenceNumber = in.number("sequence number", SuitManifest.LARGEST_SEQUENCE_NUMBER);
            } else if (key == COMMON) {
                common = parseCommon(in.octets("common", 1, LARGEST_SEQUENCE_BYTES));
            } else if (key == REFERENCE_URI) {
                in.text("reference URI", LONGEST_URI);
            } else if (key == VALIDATE) {
                validate = commands("validate sequence", in);
            } else if (key == INVOKE) {
                invoke = commands("invoke sequence", in);
            } else {
                readOther(key, in);
            }
        }

        private void readOther(long key, CborReader in) {
            String what = "member " + key;
            if (!SeverableMember.has(key)) {
                in.value(what);
                unsupported.add(key);
            } else if (in.next(what) == CborType.ARRAY) {
                severed.put(key, SuitDigest.read(in));
            } else {
                in.octets(what, 1, LARGEST_SEQUENCE_BYTES);
            }
        }

        ManifestBody body() {
            if (version == null || sequenceNumber == null || common == null) {
                throw Fault.badInput(
                        "manifest without version, sequence number or common: want all three");
            }
            return new ManifestBody(
                    version, sequenceNumber, common, validate, invoke, severed, unsupported);
        }
    }
}
