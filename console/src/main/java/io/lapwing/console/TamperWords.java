package io.lapwing.console;

/// What happened to a device that raised an alarm, in words for people.
public final class TamperWords {
    private TamperWords() {}

    /// `opened` of the kind `light`; a kind that is not known here stays as it is.
    public static String of(String kind) {
        return switch (kind) {
            case "light" -> "opened";
            case "pressure" -> "opened, pressed or drilled";
            case "cooling" -> "cooled down fast";
            case "heating" -> "heated up fast";
            case "cold" -> "too cold";
            case "heat" -> "too hot";
            case "sensors-lost" -> "sensors cut off";
            default -> kind;
        };
    }
}
