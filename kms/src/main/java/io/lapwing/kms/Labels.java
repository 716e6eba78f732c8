package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Words that people put on a device so that they find it again: `site=berlin`. A refused one is not repeated in the
/// fault: in a shifted file it may be a key.
///
/// @param values at most 16; keys 1 to 32 of `a-z 0-9 . _ -`, values 1 to 64 of `A-Z a-z 0-9 . _ : / -` and space
public record Labels(SortedMap<String, String> values) {
    /// No labels.
    public static final Labels NONE = new Labels(Map.of());

    /// The label that names the production order.
    public static final String ORDER = "order";

    /// The label that names the node of a trusted environment which is the same board: the node is revoked with the device.
    public static final String NODE = "trusted-node";

    private static final int MAX_LABELS = 16;
    private static final Pattern KEY = Pattern.compile("[a-z0-9._-]{1,32}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._:/ -]{1,64}");

    public Labels(Map<String, String> values) {
        this(new TreeMap<>(values));
    }

    public Labels {
        if (values.size() > MAX_LABELS) {
            throw Fault.badInput(values.size() + " labels: want at most " + MAX_LABELS);
        }
        values.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw Fault.badInput(
                        "label key of "
                                + key.length()
                                + " characters: want 1 to 32 of a-z 0-9 . _ -");
            }
            if (!VALUE.matcher(value).matches()) {
                throw Fault.badInput(
                        "label "
                                + key
                                + " of "
                                + value.length()
                                + " characters: want 1 to 64 of A-Z a-z 0-9 . _ : / - and space");
            }
        });
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /// Whether a device can have these.
    public static boolean areValid(Map<String, String> values) {
        return values.size() <= MAX_LABELS
                && values.entrySet().stream()
                        .allMatch(label ->
                                KEY.matcher(label.getKey()).matches()
                                        && VALUE.matcher(label.getValue()).matches());
    }

    /// The production order that a device came from: the label `order`.
    public Optional<String> order() {
        return Optional.ofNullable(values.get(ORDER));
    }

    /// The node that is the same board: the label `trusted-node`.
    public Optional<String> node() {
        return Optional.ofNullable(values.get(NODE));
    }

    /// Reads `site=berlin;floor=3`; empty text is no labels.
    public static Labels parse(String text) {
        TreeMap<String, String> read = new TreeMap<>();
        for (String part : text.split(";", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw Fault.badInput(
                        "label of "
                                + part.strip().length()
                                + " characters without =: want key=value");
            }
            String key = part.substring(0, equals).strip();
            if (read.put(key, part.substring(equals + 1).strip()) != null) {
                throw Fault.badInput("a label key twice: want each once");
            }
        }
        return new Labels(read);
    }

    /// Whether all of `wanted` are among these.
    public boolean hasAll(Labels wanted) {
        return values.entrySet().containsAll(wanted.values.entrySet());
    }

    /// What [#parse] reads.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : ";").append(key).append('=').append(value));
        return text.toString();
    }
}
