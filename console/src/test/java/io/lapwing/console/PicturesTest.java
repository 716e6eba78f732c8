package io.lapwing.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.lapwing.service.people.Role;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class PicturesTest {
    private static void assertWellFormed(String svg) {
        assertThatCode(() ->
                        DocumentBuilderFactory.newNSInstance()
                                .newDocumentBuilder()
                                .parse(new InputSource(new StringReader(svg))))
                .doesNotThrowAnyException();
        assertThat(svg).contains("<title>").contains("<desc>").contains("role=\"img\"");
        assertThat(svg).doesNotContain("style=").doesNotContain("<script");
    }

    @Test
    void drawsWellFormedPicturesOfHostileText() {
        World world = World.hostile();
        DeviceView device =
                world.desks().devices().find(World.everyone(Role.OPERATOR), World.DEV_EUI).value();
        List<AuditDesk.AuditView> records =
                world.desks()
                        .audit()
                        .page(
                                World.everyone(Role.AUDITOR),
                                AuditDesk.AuditFilter.ALL,
                                OptionalLong.empty(),
                                10)
                        .items();

        assertWellFormed(LineagePicture.of(device));
        assertWellFormed(TimelinePicture.of(World.HOSTILE, records));
        assertWellFormed(TimelinePicture.of("active", List.of()));
        assertWellFormed(LineagePicture.upright(device));
        assertWellFormed(TimelinePicture.upright(World.HOSTILE, records));
        assertWellFormed(StatesPicture.of(Map.of(World.HOSTILE, 3L)));
    }

    @Test
    void drawsEmptyPictures() {
        assertWellFormed(StatesPicture.of(Map.of()));
        assertWellFormed(JoinsPicture.of(List.of()));
        assertWellFormed(JoinsPicture.of(List.of(new OverviewDesk.Minute(World.AT, 0, 0))));
    }

    @Test
    void tellsSinceWhenADeviceIsCompromisedByItsOwnAlarm() {
        AuditDesk.AuditView alarm =
                new AuditDesk.AuditView(
                        7,
                        "2026-11-20T08:00:00Z",
                        "system:alarms",
                        "device.alarm",
                        World.DEV_EUI,
                        "done",
                        Map.of("kind", "light"));

        assertThat(TimelinePicture.of("compromised", List.of(alarm)))
                .contains("compromised 20 Nov 2026");
    }

    @Test
    void drawsNoWayOfASuspendedDeviceAsIfItWereStillToCome() {
        String svg = TimelinePicture.of("suspended", List.of());

        assertThat(svg.split("p-wire-accent", -1)).hasSize(4 + 1);
        assertThat(svg.split("p-dash", -1)).hasSize(1 + 1);
    }

    @Test
    void showsAStateThatHasOneDeviceAmongMillions() {
        String svg = StatesPicture.of(Map.of("active", 9_000_000L, "compromised", 1L));

        assertThat(svg)
                .containsPattern("width=\"8\\.\\d\" height=\"16.0\" rx=\"3.0\" class=\"p-comp");
    }

    @Test
    void marksWhatXmlDoesNotHave() {
        assertThat(Svg.escaped("a\u0000<\uFFFE")).isEqualTo("a\uFFFD&lt;\uFFFD");
    }
}
