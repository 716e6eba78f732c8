package io.lapwing.trust;

import io.lapwing.crypto.Fault;
import java.math.BigDecimal;

/// One value that a node measured, with its unit.
public sealed interface Measurement {
    /// For people: `temperature`.
    String name();

    /// For people: `°C`.
    String unit();

    /// In that unit.
    BigDecimal value();

    /// Of the air, as a BME280 has it.
    ///
    /// @param hundredthsCelsius in steps of 0.01 °C, from -273.15
    record Temperature(int hundredthsCelsius) implements Measurement {
        static final int LEAST = -27_315;
        static final int LARGEST = 10_000_000;

        public Temperature {
            require("temperature in 0.01 °C", hundredthsCelsius, LEAST, LARGEST);
        }

        @Override
        public String name() {
            return "temperature";
        }

        @Override
        public String unit() {
            return "°C";
        }

        @Override
        public BigDecimal value() {
            return BigDecimal.valueOf(hundredthsCelsius, 2);
        }
    }

    /// Relative.
    ///
    /// @param hundredthsPercent in steps of 0.01 %, 0 to 10000
    record Humidity(int hundredthsPercent) implements Measurement {
        static final int LARGEST = 10_000;

        public Humidity {
            require("humidity in 0.01 %", hundredthsPercent, 0, LARGEST);
        }

        @Override
        public String name() {
            return "humidity";
        }

        @Override
        public String unit() {
            return "%";
        }

        @Override
        public BigDecimal value() {
            return BigDecimal.valueOf(hundredthsPercent, 2);
        }
    }

    /// Of the air.
    ///
    /// @param pascal 0 to 1,000,000,000
    record Pressure(int pascal) implements Measurement {
        static final int LARGEST = 1_000_000_000;

        public Pressure {
            require("pressure in Pa", pascal, 0, LARGEST);
        }

        @Override
        public String name() {
            return "pressure";
        }

        @Override
        public String unit() {
            return "Pa";
        }

        @Override
        public BigDecimal value() {
            return BigDecimal.valueOf(pascal);
        }
    }

    /// Anything else: mantissa times ten to the exponent.
    ///
    /// @param name 1 to 16 printable ASCII characters
    /// @param unit 0 to 8
    /// @param exponent -9 to 9
    record Other(String name, String unit, long mantissa, int exponent) implements Measurement {
        static final int LONGEST_NAME = 16;
        static final int LONGEST_UNIT = 8;
        static final int LARGEST_EXPONENT = 9;

        public Other {
            if (!name.matches("[\\x20-\\x7E]{1,16}") || !unit.matches("[\\x20-\\x7E]{0,8}")) {
                throw Fault.badInput(
                        "measurement with a name of %d and a unit of %d characters: want 1 to %d and 0 to %d of printable ASCII"
                                .formatted(
                                        name.length(), unit.length(), LONGEST_NAME, LONGEST_UNIT));
            }
            require("exponent", exponent, -LARGEST_EXPONENT, LARGEST_EXPONENT);
        }

        @Override
        public BigDecimal value() {
            return BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent);
        }
    }

    private static void require(String what, int value, int least, int largest) {
        if (value < least || value > largest) {
            throw Fault.badInput("%s is %d: want %d to %d".formatted(what, value, least, largest));
        }
    }
}
