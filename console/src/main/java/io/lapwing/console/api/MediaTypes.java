package io.lapwing.console.api;

import io.lapwing.service.http.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// Which media types an operation offers, and which of them a caller takes (RFC 9110 §12.5.1).
final class MediaTypes {
    static final String CSV = "text/csv";
    static final String JSON_LINES = "application/jsonl";

    private MediaTypes() {}

    /// What it offers, its favourite first.
    static List<String> offered(Operation.Gives gives) {
        return switch (gives) {
            case Operation.Gives.Document _,
                    Operation.Gives.Items _,
                    Operation.Gives.Job _,
                    Operation.Gives.Nothing _ ->
                    List.of(Response.JSON);
            case Operation.Gives.Stream stream -> List.copyOf(new TreeSet<>(stream.types()));
        };
    }

    /// The first of those offered that the caller takes; empty when he takes none. What has the weight 0 is not taken;
    /// other weights decide nothing.
    static Optional<String> answer(Operation.Gives gives, Optional<String> accept) {
        List<String> offered = offered(gives);
        if (accept.isEmpty() || accept.get().isBlank()) {
            return Optional.of(offered.getFirst());
        }
        return offered.stream().filter(type -> taken(type, accept.get())).findFirst();
    }

    private static boolean taken(String type, String accept) {
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String bare = bare(range);
            boolean fits =
                    bare.equals("*/*")
                            || bare.equals(type)
                            || (bare.endsWith("/*")
                                    && type.startsWith(bare.substring(0, bare.length() - 1)));
            if (fits && !range.matches(".*;\\s*q=0(\\.0{0,3})?\\s*")) {
                return true;
            }
        }
        return false;
    }

    /// Without parameters.
    static String bare(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon)).strip();
    }
}
