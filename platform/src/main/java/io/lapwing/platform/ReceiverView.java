package io.lapwing.platform;

import io.lapwing.kms.Receiver;
import java.util.List;
import java.util.Optional;

/// A receiver's wrapping keys as administrators see them: which there are, none of them.
///
/// @param inUse the version under which keys travel; none when all are retired
record ReceiverView(String role, String label, Optional<Integer> inUse, List<Version> versions) {
    record Version(int number, boolean retired, String since) {}

    static ReceiverView of(Receiver receiver) {
        return new ReceiverView(
                Words.of(receiver.role()),
                receiver.label(),
                receiver.newest().map(Receiver.Version::number),
                receiver.versions().stream()
                        .map(version ->
                                new Version(
                                        version.number(),
                                        version.wrapped().isEmpty(),
                                        version.since().toString()))
                        .toList());
    }

    String text() {
        return role
                + " "
                + label
                + ": "
                + inUse.map(number -> "version " + number + " in use").orElse("none in use");
    }
}
