package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Where a page of devices ended, and by which index it went: the next one goes on there.
///
/// @param way by what the devices are in order
/// @param value the word at which it ended, in the order of words; else empty
/// @param devEui the last one that was looked at
public record DeviceCursor(Way way, String value, Eui64 devEui) {
    private static final Eui64 FIRST = new Eui64(0);

    /// An order in which devices are found.
    enum Way {
        /// By DevEUI, over those that meet the conditions.
        DEV_EUI('k'),
        /// By DevEUI, over those whose DevEUI begins as typed.
        TYPED('t'),
        /// By an owner that begins as typed, then by DevEUI.
        OWNER('o'),
        /// By a label `key=value` that begins as typed, then by DevEUI.
        LABEL('l'),
        /// By a label whose value begins as typed, then by DevEUI.
        VALUE('v');

        private final char letter;

        Way(char letter) {
            this.letter = letter;
        }

        private static Optional<Way> of(String letter) {
            for (Way way : values()) {
                if (letter.equals(String.valueOf(way.letter))) {
                    return Optional.of(way);
                }
            }
            return Optional.empty();
        }
    }

    /// After this device, in the order of DevEUIs.
    public static DeviceCursor after(Eui64 devEui) {
        return new DeviceCursor(Way.DEV_EUI, "", devEui);
    }

    /// The beginning of a way.
    static DeviceCursor start(Way way) {
        return new DeviceCursor(way, "", FIRST);
    }

    /// Reads [#toString()].
    public static DeviceCursor parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length == 1) {
            return after(Eui64.parse(text));
        }
        Way way = Way.of(parts[0]).orElseThrow(DeviceCursor::foreign);
        if (parts.length != 3 || way == Way.DEV_EUI) {
            throw foreign();
        }
        try {
            byte[] octets = Base64.getUrlDecoder().decode(parts[2]);
            String value = new String(octets, StandardCharsets.US_ASCII);
            if (!new Typed(value).canBeWord()) {
                throw foreign();
            }
            return new DeviceCursor(way, value, Eui64.parse(parts[1]));
        } catch (IllegalArgumentException _) {
            throw foreign();
        }
    }

    private static Fault foreign() {
        return Fault.badInput("cursor of devices: want the next of the page before, or a DevEUI");
    }

    /// A DevEUI where devices are in the order of theirs.
    @Override
    public String toString() {
        if (way == Way.DEV_EUI) {
            return devEui.toString();
        }
        byte[] octets = value.getBytes(StandardCharsets.US_ASCII);
        String word = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        return way.letter + "." + devEui + "." + word;
    }
}
