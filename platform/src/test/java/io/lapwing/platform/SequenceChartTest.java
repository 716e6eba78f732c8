package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.platform.TrustProcedure.Frame;
import io.lapwing.platform.TrustProcedure.Message;
import io.lapwing.platform.TrustProcedure.Share;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SequenceChartTest {
    private static final Frame LOST = new Frame(0.1, 0.2, 60, List.of("CE"));
    private static final Frame HEARD = new Frame(0.3, 0.4, 60, List.of());

    private static TrustProcedure procedure(Message... messages) {
        return new TrustProcedure(
                "join",
                0.45,
                0.5,
                List.of(messages),
                List.of(
                        new TrustProcedure.Acknowledgement(
                                "CE", "N1", new Frame(0.45, 0.5, 14, List.of()))),
                List.of(new TrustProcedure.Work("N1", 0, 0.1, 0.05)),
                List.of(
                        new Share("CE", 0.4, 0, 0, 0.05, 1, 14, 1),
                        new Share("N1", 0.5, 0.1, 0.05, 0.2, 2, 120, 2),
                        new Share("N2", 0.1, 0, 0, 0, 0, 0, 1)));
    }

    private static Message message(String to, Optional<Double> received, Frame... frames) {
        return new Message("N1", to, "Join", 48, 0.1, received, false, List.of(frames));
    }

    @Test
    void drawsALifeLineForEachAndAnArrowForEachFrame() {
        String svg =
                SequenceChart.svg(
                        "N1 joins", procedure(message("CE", Optional.of(0.4), LOST, HEARD)));

        assertThat(svg)
                .startsWith("<svg")
                .endsWith("</svg>\n")
                .contains(">node N1<", ">Central Entity<", ">node N2<")
                .contains("Join, 48 octets, 2 frames, 1 lost")
                .contains("prefers-color-scheme: dark")
                .contains("0.1 s: N1 to CE, Join")
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
        assertThat(svg.split("class=\"lost\"", -1)).hasSize(2);
        assertThat(svg.split("class=\"cross\"", -1)).hasSize(2);
        assertThat(svg.split("class=\"frame\"", -1)).hasSize(2);
        assertThat(svg.split("class=\"ack\"", -1)).hasSize(2);
    }

    @Test
    void drawsWhatIsForAllToEach() {
        Frame half = new Frame(0.1, 0.2, 60, List.of("N2"));

        String svg = SequenceChart.svg("All", procedure(message("all", Optional.of(0.2), half)));

        assertThat(svg.split("class=\"frame\"", -1)).hasSize(2);
        assertThat(svg.split("class=\"lost\"", -1)).hasSize(2);
    }

    @Test
    void keepsNamesApartAndTextHarmless() {
        Frame atOnce = new Frame(0.1, 0.101, 60, List.of());

        String svg =
                SequenceChart.svg(
                        "a < b & c",
                        procedure(
                                message("CE", Optional.of(0.2), atOnce),
                                message("CE", Optional.of(0.2), atOnce)));

        assertThat(svg).contains("a &lt; b &amp; c");
        List<String> places = svg.lines().filter(line -> line.contains("class=\"name\"")).toList();
        assertThat(places).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void drawsAProcedureInWhichNothingWasSaid() {
        String svg =
                SequenceChart.svg(
                        "Nothing",
                        new TrustProcedure("x", 0, 0, List.of(), List.of(), List.of(), List.of()));

        assertThat(svg).contains(">0 s<").doesNotContain("NaN").doesNotContain("Infinity");
    }
}
