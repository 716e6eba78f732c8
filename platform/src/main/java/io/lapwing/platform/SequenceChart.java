package io.lapwing.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What travelled in a procedure, as SVG: a life line each, an arrow for each frame from when it began to when it ended, the
/// time down the left. It follows the reader's light or dark colours.
final class SequenceChart {
    private static final int WIDTH = 900;
    private static final int LEFT = 120;
    private static final int RIGHT = 90;
    private static final int HEAD = 40;
    private static final int BOX_WIDTH = 124;
    private static final int FOOT = 64;

    /// Between two names, so that both can be read.
    private static final double LINE = 15;

    /// A name takes so much of the width for each character.
    private static final double CHARACTER = 6.6;

    /// A lost frame ends after this share of its way.
    private static final double LOST = 0.62;

    /// How far an arrow ends before the life line.
    private static final double TIP = 5;

    private static final String ALL = "all";

    private final TrustProcedure procedure;
    private final String title;
    private final SequenceScale scale;
    private final Map<String, Double> lanes = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();

    private record Label(double x, double y, double width) {
        boolean covers(Label other) {
            return Math.abs(x - other.x) < (width + other.width) / 2
                    && Math.abs(y - other.y) < LINE;
        }
    }

    private SequenceChart(String title, TrustProcedure procedure) {
        this.procedure = procedure;
        this.title = title;
        scale = SequenceScale.of(procedure);
        List<String> parties = parties(procedure);
        double step = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, parties.size() - 1);
        for (int i = 0; i < parties.size(); i++) {
            lanes.put(parties.get(i), LEFT + i * step);
        }
    }

    /// @param title what the procedure is, for people
    static String svg(String title, TrustProcedure procedure) {
        return new SequenceChart(title, procedure).draw();
    }

    /// N1, the Central Entity, then the others.
    private static List<String> parties(TrustProcedure procedure) {
        var others = new TreeSet<String>();
        procedure.shares().forEach(share -> others.add(share.party()));
        procedure.messages().forEach(message -> others.add(message.to()));
        others.removeAll(List.of("N1", "CE", ALL));
        List<String> parties = new ArrayList<>(List.of("N1", "CE"));
        parties.addAll(others);
        return parties;
    }

    private String draw() {
        lanes.forEach(this::lane);
        scale.ticks().forEach(this::tick);
        procedure.work().forEach(this::work);
        procedure.acknowledgements().forEach(this::acknowledgement);
        procedure.messages().forEach(this::arrows);
        procedure.messages().forEach(this::name);
        foot();
        return head() + String.join("\n", lines) + "\n</svg>\n";
    }

    private String head() {
        double height = scale.bottom() + FOOT;
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %s" role="img" aria-labelledby="t d">
          <title id="t">%s</title>
          <desc id="d">%s</desc>
          <style>
            .paper { fill: #ffffff; }
            text { font: 12.5px system-ui, sans-serif; fill: #59636e; }
            .title { font-size: 15px; font-weight: 600; fill: #1f2328; }
            .party { font-size: 14px; font-weight: 600; fill: #1f2328; text-anchor: middle; }
            .name { fill: #1f2328; text-anchor: middle; stroke: #ffffff; stroke-width: 4px; paint-order: stroke; }
            .grid { stroke: #eaeef2; } .life { stroke: #afb8c1; stroke-dasharray: 4 4; }
            .box { fill: #f6f8fa; stroke: #1a7f8e; stroke-width: 1.5; }
            .work { fill: #a3470b; }
            .frame { stroke: #1a7f8e; stroke-width: 1.8; } .tip { fill: #1a7f8e; }
            .ack { stroke: #8c959f; stroke-width: 1; }
            .lost { stroke: #b3261e; stroke-width: 1.6; stroke-dasharray: 5 3; } .cross { stroke: #b3261e; stroke-width: 2; }
            @media (prefers-color-scheme: dark) {
              .paper { fill: #0d1117; } text { fill: #9198a1; } .title, .party { fill: #e6edf3; }
              .name { fill: #e6edf3; stroke: #0d1117; }
              .grid { stroke: #21262d; } .life { stroke: #57606a; } .box { fill: #151b23; stroke: #56c2d1; }
              .work { fill: #f0a36b; } .frame { stroke: #56c2d1; } .tip { fill: #56c2d1; } .ack { stroke: #6e7681; }
              .lost { stroke: #ff8a80; } .cross { stroke: #ff8a80; }
            }
          </style>
          <rect class="paper" width="%d" height="%s"/>
          <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>
          <text class="title" x="20" y="26">%s</text>
        """
                .formatted(
                        WIDTH,
                        at(height),
                        escaped(title),
                        escaped(told()),
                        WIDTH,
                        at(height),
                        escaped(title));
    }

    /// For readers who do not see it.
    private String told() {
        return procedure.messages().stream()
                .map(message ->
                        "%s s: %s to %s, %s"
                                .formatted(
                                        seconds(message.sentS()),
                                        message.from(),
                                        message.to(),
                                        label(message)))
                .collect(Collectors.joining("; "));
    }

    private void lane(String party, double x) {
        lines.add(
                "  <rect class=\"box\" x=\"%s\" y=\"%d\" width=\"%d\" height=\"34\" rx=\"6\"/><text class=\"party\" x=\"%s\" y=\"%d\">%s</text>"
                        .formatted(
                                at(x - BOX_WIDTH / 2.0),
                                HEAD,
                                BOX_WIDTH,
                                at(x),
                                HEAD + 22,
                                partyName(party)));
        lines.add(
                "  <path class=\"life\" d=\"M%s %dV%s\"/>"
                        .formatted(at(x), HEAD + 34, at(scale.bottom() + 12)));
    }

    private static String partyName(String party) {
        return switch (party) {
            case "CE" -> "Central Entity";
            case "X" -> "intruder";
            default -> "node " + party;
        };
    }

    private void tick(double second) {
        String y = at(scale.y(second));
        lines.add(
                "  <path class=\"grid\" d=\"M54 %sH%d\"/><text x=\"48\" y=\"%s\" text-anchor=\"end\">%s s</text>"
                        .formatted(y, WIDTH - 20, at(scale.y(second) + 4), seconds(second)));
    }

    private void work(TrustProcedure.Work work) {
        Double x = lanes.get(work.party());
        if (x != null) {
            double height = Math.max((work.endS() - work.startS()) * scale.perS(), 1.2);
            lines.add(
                    "  <rect class=\"work\" x=\"%s\" y=\"%s\" width=\"7\" height=\"%s\"/>"
                            .formatted(at(x - 3.5), at(scale.y(work.startS())), at(height)));
        }
    }

    private void acknowledgement(TrustProcedure.Acknowledgement acknowledgement) {
        arrow("ack", acknowledgement.from(), acknowledgement.to(), acknowledgement.frame(), false);
    }

    private void arrows(TrustProcedure.Message message) {
        for (TrustProcedure.Frame frame : message.frames()) {
            if (message.to().equals(ALL)) {
                lanes.keySet().stream()
                        .filter(party -> !party.equals(message.from()) && !party.equals("X"))
                        .forEach(party -> arrow("frame", message.from(), party, frame, true));
            } else {
                arrow("frame", message.from(), message.to(), frame, true);
            }
        }
    }

    private void arrow(
            String style, String from, String to, TrustProcedure.Frame frame, boolean headed) {
        Double x1 = lanes.get(from);
        Double x2 = lanes.get(to);
        if (x1 == null || x2 == null) {
            return;
        }
        double way = x2 > x1 ? 1 : -1;
        boolean lost = frame.missed().contains(to);
        double share = lost ? LOST : 1;
        double endX = x1 + (x2 - x1) * share - (lost ? 0 : way * TIP);
        double endY =
                scale.y(frame.startS()) + (frame.endS() - frame.startS()) * scale.perS() * share;
        lines.add(
                "  <path class=\"%s\" d=\"M%s %sL%s %s\"%s/>"
                        .formatted(
                                lost ? "lost" : style,
                                at(x1 + way * TIP),
                                at(scale.y(frame.startS())),
                                at(endX),
                                at(endY),
                                headed && !lost ? " marker-end=\"url(#head)\"" : ""));
        if (lost) {
            lines.add(
                    "  <path class=\"cross\" d=\"M%s %sl8 8m0 -8l-8 8\"/>"
                            .formatted(at(endX - 4), at(endY - 4)));
        }
    }

    /// Above the first frame; those who travel with it below its name.
    private void name(TrustProcedure.Message message) {
        Double x1 = lanes.get(message.from());
        if (x1 == null) {
            return;
        }
        double x2 =
                message.to().equals(ALL)
                        ? lanes.values().stream().mapToDouble(x -> x).max().orElse(x1)
                        : lanes.getOrDefault(message.to(), x1);
        double x = x1 == x2 ? x1 - 90 : (x1 + x2) / 2;
        double y =
                message.frames().isEmpty()
                        ? scale.y(message.receivedS().orElse(message.sentS()))
                        : scale.y(
                                        (message.frames().getFirst().startS()
                                                        + message.frames().getFirst().endS())
                                                / 2)
                                - 6;
        String text = label(message);
        double half = text.length() * CHARACTER / 2;
        Label label = new Label(Math.clamp(x, 60 + half, WIDTH - 12 - half), y, 2 * half);
        while (labels.stream().anyMatch(label::covers)) {
            label = new Label(label.x(), label.y() + 1, label.width());
        }
        labels.add(label);
        lines.add(
                "  <text class=\"name\" x=\"%s\" y=\"%s\">%s</text>"
                        .formatted(at(label.x()), at(label.y()), escaped(text)));
    }

    private static String label(TrustProcedure.Message message) {
        StringBuilder text =
                new StringBuilder("%s, %d octets".formatted(message.name(), message.octets()));
        if (message.together()) {
            text.append(", in the same frames");
        } else if (message.frames().isEmpty()) {
            text.append(", never sent");
        } else if (message.frames().size() > 1) {
            text.append(", %d frames".formatted(message.frames().size()));
        }
        if (message.lost() > 0) {
            text.append(", %d lost".formatted(message.lost()));
        }
        return text.toString();
    }

    private void foot() {
        double y = scale.bottom() + 36;
        lines.add(
                "  <text x=\"20\" y=\"%s\">%s</text>"
                        .formatted(
                                at(y),
                                "%.2f s; %d frames of %,d octets in all, %.2f s on the air; %.3f s of computing"
                                        .formatted(
                                                procedure.elapsedS(),
                                                procedure.frames(),
                                                procedure.octets(),
                                                procedure.airS(),
                                                procedure.computeS())));
        lines.add(
                "  <text x=\"20\" y=\"%s\">thin: an acknowledgement alone; broken, with a cross: lost; on the life lines: computing</text>"
                        .formatted(at(y + 17)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String at(double place) {
        return String.format(Locale.ROOT, "%.1f", place);
    }

    private static String seconds(double second) {
        return String.format(Locale.ROOT, "%.3f", second).replaceFirst("\\.?0+$", "");
    }
}
