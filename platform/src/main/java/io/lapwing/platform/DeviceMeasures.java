package io.lapwing.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the story of a device measured on the way.
final class DeviceMeasures {
    private final Map<String, Double> numbers = new LinkedHashMap<>();
    private final List<DeviceTamper> tampers = new ArrayList<>();

    /// A number under its name, which ends with its unit.
    void number(String name, double value) {
        numbers.put(name, value);
    }

    void tamper(DeviceTamper tamper) {
        tampers.add(tamper);
    }

    /// By name, in the order in which they were measured.
    Map<String, Double> numbers() {
        return new LinkedHashMap<>(numbers);
    }

    List<DeviceTamper> tampers() {
        return List.copyOf(tampers);
    }
}
