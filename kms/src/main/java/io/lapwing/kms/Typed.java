package io.lapwing.kms;

import io.lapwing.kms.DeviceCursor.Way;
import io.lapwing.lorawan.EuiPrefix;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What someone typed to find devices: the beginning of a DevEUI, of an owner, of a label `key=value` or of a label's
/// value.
///
/// @param words in lower case
record Typed(String words) {
    private static final int EUI_DIGITS = 16;

    /// Where the terms of owners and labels show a device: it is listed at the first of its places alone.
    record Place(Way way, String value) {}

    /// Whether an owner or a label can have it: they are visible ASCII and spaces.
    boolean canBeWord() {
        return words.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /// Whether a label's value can have it.
    boolean canBeValue() {
        return canBeWord() && words.indexOf('=') < 0;
    }

    /// The devices whose DevEUI begins so; empty when none can.
    Optional<EuiPrefix> euis() {
        return words.length() <= EUI_DIGITS && words.chars().allMatch(Typed::isDigit)
                ? Optional.of(DeviceQuery.euiPrefix(words))
                : Optional.empty();
    }

    private static boolean isDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    /// The first place at which a device matches, in the order of the ways and of the words.
    Optional<Place> first(Device device) {
        if (euis().filter(prefix -> prefix.contains(device.devEui())).isPresent()) {
            return Optional.of(new Place(Way.TYPED, ""));
        }
        Optional<Place> owner =
                device.owner()
                        .map(DeviceTerms::lower)
                        .filter(name -> name.startsWith(words))
                        .map(name -> new Place(Way.OWNER, name));
        return owner.or(() ->
                        labels(device)
                                .filter(label -> label.startsWith(words))
                                .findFirst()
                                .map(label -> new Place(Way.LABEL, label)))
                .or(() ->
                        labels(device)
                                .filter(label ->
                                        label.substring(label.indexOf('=') + 1).startsWith(words))
                                .findFirst()
                                .map(label -> new Place(Way.VALUE, label)));
    }

    /// The device's labels as terms, in their order.
    private static Stream<String> labels(Device device) {
        return device.labels().values().entrySet().stream()
                .map(Typed::term)
                .sorted(Comparator.naturalOrder());
    }

    private static String term(Map.Entry<String, String> label) {
        return label.getKey() + "=" + DeviceTerms.lower(label.getValue());
    }
}
