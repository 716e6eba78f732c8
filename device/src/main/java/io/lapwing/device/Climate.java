package io.lapwing.device;

import java.math.BigDecimal;

/// What it is like somewhere: temperature in °C, pressure in hPa, relative humidity in %.
public record Climate(BigDecimal celsius, BigDecimal hectopascals, BigDecimal percent) {
    /// `21.53 °C, 1013.2 hPa, 45.1 %`
    @Override
    public String toString() {
        return "%s °C, %s hPa, %s %%"
                .formatted(
                        celsius.toPlainString(),
                        hectopascals.toPlainString(),
                        percent.toPlainString());
    }
}
