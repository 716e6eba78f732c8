package io.lapwing.console;

import java.util.Locale;

/// Writes a picture. Colours are classes of the style sheet, so that a picture follows light and dark.
final class Svg {
    private final StringBuilder out = new StringBuilder();
    private final String head;
    private String aspect = "";

    /// @param title what it is, for those who hear it
    /// @param text what it shows, for them too
    Svg(int width, int height, String name, String title, String text) {
        head =
                "class=\"picture %s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\""
                        .formatted(name, width, height, escaped(title + ": " + text));
        out.append("<title>").append(escaped(title)).append("</title><desc>");
        out.append(escaped(text)).append("</desc>");
    }

    /// Fills its place whatever the proportions.
    void stretched() {
        aspect = " preserveAspectRatio=\"none\"";
    }

    void rect(double x, double y, double width, double height, double radius, String style) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.1f\""
                        + " class=\"%s\"/>",
                x, y, width, height, radius, style);
    }

    void line(double x1, double y1, double x2, double y2, String style) {
        add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>",
                x1, y1, x2, y2, style);
    }

    void circle(double x, double y, double radius, String style) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\"/>", x, y, radius, style);
    }

    void path(String d, String style) {
        add("<path d=\"%s\" class=\"%s\"/>", d, style);
    }

    /// A curve that leaves and arrives level.
    void wire(double x1, double y1, double x2, double y2, String style) {
        double middle = (x1 + x2) / 2;
        path(
                String.format(
                        Locale.ROOT,
                        "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f",
                        x1,
                        y1,
                        middle,
                        y1,
                        middle,
                        y2,
                        x2,
                        y2),
                style);
    }

    void text(double x, double y, String style, String words) {
        add("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>", x, y, style, escaped(words));
    }

    /// Text around a point.
    void centred(double x, double y, String style, String words) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" class=\"%s\">%s</text>",
                x, y, style, escaped(words));
    }

    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }

    /// Text that fits: at most so many characters.
    static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    /// What of a word may stand in a class's name.
    static String word(String text) {
        return text.replaceAll("[^a-z-]", "");
    }

    /// Text within XML 1.0 (§2.2, §2.4); what XML does not have becomes a mark.
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        switch (c) {
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '&' -> safe.append("&amp;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(isXml(c) ? c : 0xFFFD);
        }
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }

    @Override
    public String toString() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" " + head + aspect + ">" + out + "</svg>";
    }
}
