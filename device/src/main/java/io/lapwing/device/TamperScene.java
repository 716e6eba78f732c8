package io.lapwing.device;

import java.util.Locale;

/// A tamper as the sensors see it, for synthetic traces. Strengths are drawn between a weak and a strong one.
public enum TamperScene {
    /// The lid comes off: light within 0.2 s, and the pressure outside.
    OPENING,
    /// The lid comes off in the dark: only the pressure tells.
    OPENING_IN_THE_DARK,
    /// Freeze spray: towards −45 °C, the sensor follows within seconds.
    FREEZE_SPRAY,
    /// Hot air: towards 150 °C.
    HOT_AIR,
    /// Someone presses on the case: up to 1.2 kPa more within half a second, for two seconds.
    PRESSING,
    /// The lines of all sensors are cut.
    LINES_CUT;

    /// The most a lid needs, and a hand on the case.
    private static final double RISE_MS = 200;

    private static final double PRESSED_MS = 2000;

    /// What the sensors would say undisturbed, or disturbed.
    record Values(double kilopascals, double lux, double celsius) {}

    /// @param ms since it began
    /// @param strength 0 weak to 1 strong
    Values on(Values before, double ms, double strength) {
        double risen = Math.min(1, ms / RISE_MS);
        return switch (this) {
            case OPENING ->
                    new Values(
                            before.kilopascals() - risen * vent(strength),
                            before.lux() + risen * (50 + 450 * strength),
                            before.celsius());
            case OPENING_IN_THE_DARK ->
                    new Values(
                            before.kilopascals() - risen * vent(strength),
                            before.lux(),
                            before.celsius());
            case FREEZE_SPRAY -> towards(-45, 8000 - 5000 * strength, before, ms);
            case HOT_AIR -> towards(150, 15_000 - 8000 * strength, before, ms);
            case PRESSING ->
                    new Values(
                            before.kilopascals()
                                    + (ms < PRESSED_MS ? risen : 0) * (0.4 + 0.8 * strength),
                            before.lux(),
                            before.celsius());
            case LINES_CUT -> before;
        };
    }

    /// The difference between a sealed case and the weather, in kPa.
    private static double vent(double strength) {
        return 0.4 + 2 * strength;
    }

    private static Values towards(double celsius, double lagMs, Values before, double ms) {
        double share = -Math.expm1(-ms / lagMs);
        return new Values(
                before.kilopascals(),
                before.lux(),
                before.celsius() + (celsius - before.celsius()) * share);
    }

    /// `freeze spray`
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
