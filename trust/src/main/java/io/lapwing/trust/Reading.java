package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import java.util.ArrayList;
import java.util.List;

/// What a node measured at one time, sent with a proof of the state the node was in.
///
/// @param values 1 to 16
public record Reading(List<Measurement> values) {
    /// The most values.
    public static final int MAX_VALUES = 16;

    // The first number of each value.
    private static final int TEMPERATURE = 0;
    private static final int HUMIDITY = 1;
    private static final int PRESSURE = 2;
    private static final int OTHER = 3;

    public Reading {
        values = List.copyOf(values);
        if (values.isEmpty() || values.size() > MAX_VALUES) {
            throw Fault.badInput(
                    "reading of %d values: want 1 to %d".formatted(values.size(), MAX_VALUES));
        }
    }

    public static Reading of(Measurement... values) {
        return new Reading(List.of(values));
    }

    /// CBOR, one form: how many, then the kind and the parts of each.
    Bytes encode() {
        CborWriter out = new CborWriter().array(values.size());
        for (Measurement value : values) {
            switch (value) {
                case Measurement.Temperature(int hundredths) ->
                        out.number(TEMPERATURE).number(hundredths);
                case Measurement.Humidity(int hundredths) ->
                        out.number(HUMIDITY).number(hundredths);
                case Measurement.Pressure(int pascal) -> out.number(PRESSURE).number(pascal);
                case Measurement.Other(String name, String unit, long mantissa, int exponent) ->
                        out.number(OTHER).text(name).text(unit).number(mantissa).number(exponent);
            }
        }
        return out.done();
    }

    /// @throws Fault `BAD_INPUT` for anything that [#encode] does not give
    static Reading parse(Bytes encoded) {
        var in = new CborReader(encoded);
        int count = in.array("reading", MAX_VALUES);
        List<Measurement> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(measurement(in));
        }
        in.end();
        return new Reading(values);
    }

    private static Measurement measurement(CborReader in) {
        int kind = (int) in.number("kind of a value", OTHER);
        return switch (kind) {
            case TEMPERATURE ->
                    new Measurement.Temperature(
                            (int)
                                    in.integer(
                                            "temperature",
                                            Measurement.Temperature.LEAST,
                                            Measurement.Temperature.LARGEST));
            case HUMIDITY ->
                    new Measurement.Humidity(
                            (int) in.number("humidity", Measurement.Humidity.LARGEST));
            case PRESSURE ->
                    new Measurement.Pressure(
                            (int) in.number("pressure", Measurement.Pressure.LARGEST));
            default ->
                    new Measurement.Other(
                            in.text("name", Measurement.Other.LONGEST_NAME),
                            in.text("unit", Measurement.Other.LONGEST_UNIT),
                            in.integer("mantissa", Long.MIN_VALUE, Long.MAX_VALUE),
                            (int)
                                    in.integer(
                                            "exponent",
                                            -Measurement.Other.LARGEST_EXPONENT,
                                            Measurement.Other.LARGEST_EXPONENT));
        };
    }
}
