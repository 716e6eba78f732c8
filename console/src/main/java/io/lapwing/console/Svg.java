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
        out.append("<rect");
        numbers("x", x, "y", y, "width", width, "height", height, "rx", radius);
        ends(style);
    }

    void line(double x1, double y1, double x2, double y2, String style) {
        out.append("<line");
        numbers("x1", x1, "y1", y1, "x2", x2, "y2", y2);
        ends(style);
    }

    void circle(double x, double y, double radius, String style) {
        out.append("<circle");
        numbers("cx", x, "cy", y, "r", radius);
        ends(style);
    }

    void path(String d, String style) {
        out.append("<path d=\"").append(d).append('"');
        ends(style);
    }

    /// A curve that leaves and arrives level.
    void wire(double x1, double y1, double x2, double y2, String style) {
        String middle = number((x1 + x2) / 2);
        path(
                "M%s %sC%s %s %s %s %s %s"
                        .formatted(
                                number(x1),
                                number(y1),
                                middle,
                                number(y1),
                                middle,
                                number(y2),
                                number(x2),
                                number(y2)),
                style);
    }

    /// A line from the left edge of one thing to that of another further down, by way of a rail beside them.
    void rail(double edge, double rail, double y1, double y2, String style) {
        path(
                "M%s %sH%sV%sH%s"
                        .formatted(
                                number(edge), number(y1), number(rail), number(y2), number(edge)),
                style);
    }

    void text(double x, double y, String style, String words) {
        words(x, y, "start", style, words);
    }

    /// Text around a point.
    void centred(double x, double y, String style, String words) {
        words(x, y, "middle", style, words);
    }

    private void words(double x, double y, String anchor, String style, String words) {
        out.append("<text");
        numbers("x", x, "y", y);
        out.append(" text-anchor=\"").append(anchor).append("\" class=\"").append(style);
        out.append("\">").append(escaped(words)).append("</text>");
    }

    /// @param attributes names and numbers in turn
    private void numbers(Object... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(number(((Number) attributes[i + 1]).doubleValue())).append('"');
        }
    }

    private void ends(String style) {
        out.append(" class=\"").append(style).append("\"/>");
    }

    /// A number as SVG writes it, whatever the locale.
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
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
