package io.lapwing.oscore;

import io.lapwing.crypto.Fault;
import io.lapwing.oscore.ManifestOutcome.Refused;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Carries a manifest's commands out (draft-ietf-suit-manifest, "Abstract Machine Description"), for one component whose image
/// is checked afterwards. Each parameter is set once: what was checked is what is started.
final class ManifestRun {
    /// The sequences, in their order.
    enum Stage {
        SHARED,
        VALIDATE,
        INVOKE
    }

    private final Recipient recipient;
    private final Set<Long> parameters = new HashSet<>();
    private final Set<Integer> checked = new HashSet<>();
    private @Nullable UUID vendor;
    private @Nullable UUID deviceClass;
    private @Nullable SuitDigest imageDigest;
    private long imageBytes;
    private boolean invoked;

    ManifestRun(Recipient recipient) {
        this.recipient = recipient;
    }

    Optional<Refused> run(Stage stage, List<SuitCommand> commands) {
        for (SuitCommand command : commands) {
            Optional<Refused> refused = step(stage, command);
            if (refused.isPresent()) {
                return refused;
            }
        }
        return switch (stage) {
            case SHARED -> require(checked(SuitCommand.VENDOR, SuitCommand.DEVICE_CLASS), stage);
            case VALIDATE -> require(checked(SuitCommand.IMAGE_MATCH), stage);
            case INVOKE -> require(invoked, stage);
        };
    }

    private boolean checked(Integer... conditions) {
        return checked.containsAll(List.of(conditions));
    }

    private static Optional<Refused> require(boolean done, Stage stage) {
        if (done) {
            return Optional.empty();
        }
        String want =
                switch (stage) {
                    case SHARED -> "shared sequence: want checks of vendor and class";
                    case VALIDATE -> "validate sequence: want a check of the image";
                    case INVOKE -> "invoke sequence: want invoke";
                };
        return Refused.of(ManifestRefusal.INCOMPLETE, want);
    }

    private Optional<Refused> step(Stage stage, SuitCommand command) {
        if (invoked) {
            return unsupported("a command after invoke: want none");
        }
        return switch (command) {
            case SuitCommand.Check check -> check(check.condition());
            case SuitCommand.SetParameters(List<SuitParameter> all) -> set(all);
            case SuitCommand.SetComponentIndex(long index) ->
                    index == 0
                            ? Optional.empty()
                            : Refused.of(
                                    ManifestRefusal.MALFORMED,
                                    "component index %d: want 0".formatted(index));
            case SuitCommand.Invoke _ -> invoke(stage);
            case SuitCommand.Unknown(long code) ->
                    unsupported("command %d: want 1, 2, 3, 12, 20 or 23".formatted(code));
        };
    }

    private Optional<Refused> invoke(Stage stage) {
        if (stage != Stage.INVOKE) {
            return unsupported("invoke outside its sequence: want it there alone");
        }
        invoked = true;
        return Optional.empty();
    }

    private Optional<Refused> set(List<SuitParameter> all) {
        for (SuitParameter parameter : all) {
            if (!parameters.add(parameter.key())) {
                return unsupported("parameter %d again: want it once".formatted(parameter.key()));
            }
            switch (parameter) {
                case SuitParameter.Vendor(UUID value) -> vendor = value;
                case SuitParameter.DeviceClass(UUID value) -> deviceClass = value;
                case SuitParameter.ImageDigest(SuitDigest value) -> imageDigest = value;
                case SuitParameter.ImageSize(long bytes) -> imageBytes = bytes;
                case SuitParameter.Unknown(long key) -> {
                    return unsupported("parameter %d: want 1, 2, 3 or 14".formatted(key));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Refused> check(int condition) {
        checked.add(condition);
        return switch (condition) {
            case SuitCommand.VENDOR ->
                    same(ManifestRefusal.VENDOR, "vendor", vendor, recipient.vendor());
            case SuitCommand.DEVICE_CLASS ->
                    same(
                            ManifestRefusal.DEVICE_CLASS,
                            "class",
                            deviceClass,
                            recipient.deviceClass());
            default -> checkImage();
        };
    }

    private static Optional<Refused> same(
            ManifestRefusal reason, String what, @Nullable UUID asked, UUID own) {
        if (asked == null) {
            return Refused.of(ManifestRefusal.MALFORMED, what + " checked before it is set");
        }
        return asked.equals(own)
                ? Optional.empty()
                : Refused.of(reason, "for %s %s: want %s".formatted(what, asked, own));
    }

    private Optional<Refused> checkImage() {
        if (imageDigest == null || !parameters.contains((long) SuitParameter.IMAGE_SIZE)) {
            return Refused.of(
                    ManifestRefusal.MALFORMED, "image checked before its digest and size are set");
        }
        if (!imageDigest.understood()) {
            return Refused.of(
                    ManifestRefusal.ALGORITHM,
                    "image digest of algorithm %d: want %d (SHA-256)"
                            .formatted(imageDigest.algorithm(), SuitDigest.SHA_256));
        }
        if (imageBytes < 1 || imageBytes > recipient.largestImageBytes()) {
            return Refused.of(
                    ManifestRefusal.IMAGE_SIZE,
                    "image of %d bytes: want 1 to %d"
                            .formatted(imageBytes, recipient.largestImageBytes()));
        }
        return Optional.empty();
    }

    private static Optional<Refused> unsupported(String why) {
        return Refused.of(ManifestRefusal.UNSUPPORTED, why);
    }

    /// After all stages: what they agreed on.
    SuitManifest manifest(long sequenceNumber) {
        if (!invoked || vendor == null || deviceClass == null || imageDigest == null) {
            throw new Fault(
                    Fault.Kind.INTERNAL, "manifest asked for before its sequences ran: run them");
        }
        return new SuitManifest(
                sequenceNumber, vendor, deviceClass, imageDigest.octets(), imageBytes);
    }
}
