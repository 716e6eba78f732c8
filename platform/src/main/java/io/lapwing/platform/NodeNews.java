package io.lapwing.platform;

import java.util.Optional;

/// What happened at a node, as it tells people and programs.
///
/// @param at ISO 8601
/// @param event `joining`, `joined`, `list`, `enrolled`, `connected`, `group`, `sent`, `received`, `proven` (a reading whose
///     sender showed its state), `refused`, `gave-up`, `sensor`, `radio` or `chip`
/// @param node the other one, where there is one; 0 is the Central Entity
/// @param text what was sent or received, or why
record NodeNews(String at, String event, Optional<Long> node, Optional<String> text) {
    /// `12:00:01 received from node 1: 21.53 °C`
    String line() {
        String other =
                node.map(number ->
                                switch (event) {
                                            case "sent" -> " to ";
                                            case "received", "proven" -> " from ";
                                            case "refused" -> ", ";
                                            default -> " with ";
                                        }
                                        + (number == 0 ? "the Central Entity" : "node " + number))
                        .orElse("");
        return at.replaceFirst(".*T", "").replaceFirst("(\\.\\d+)?Z", "")
                + " "
                + event.replace('-', ' ')
                + other
                + text.map(": "::concat).orElse("");
    }
}
