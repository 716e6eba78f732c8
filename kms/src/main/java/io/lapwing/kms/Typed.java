package io.lapwing.kms;

import io.lapwing.kms.DeviceCursor.Way;
import io.lapwing.lorawan.EuiPrefix;
import java.util.Map;
import java.util.Optional;

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
        Optional<String> owner =
                device.owner().map(DeviceTerms::lower).filter(name -> name.startsWith(words));
        if (owner.isPresent()) {
            return Optional.of(new Place(Way.OWNER, owner.get()));
        }
        return firstLabel(device, Way.LABEL, 0).or(() -> firstLabel(device, Way.VALUE, 1));
    }

    /// The first of the device's labels, in the order of the terms, that begins as typed: itself, or behind the name.
    ///
    /// @param behind 0 for the label itself, 1 for what is behind its `=`
    private Optional<Place> firstLabel(Device device, Way way, int behind) {
        Optional<String> first = Optional.empty();
        for (Map.Entry<String, String> label : device.labels().values().entrySet()) {
            String term = term(label);
            int start = behind * (label.getKey().length() + 1);
            if (term.startsWith(words, start)
                    && first.filter(found -> found.compareTo(term) < 0).isEmpty()) {
                first = Optional.of(term);
            }
        }
        return first.map(found -> new Place(way, found));
    }

    private static String term(Map.Entry<String, String> label) {
        return label.getKey() + "=" + DeviceTerms.lower(label.getValue());
    }
}
