package io.lapwing.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogsTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @AfterEach
    void restore() throws Exception {
        LogManager.getLogManager().readConfiguration();
    }

    private String log(Logs.Format format, Runnable work) {
        Logs.configure(
                format,
                Logs.Threshold.INFO,
                new PrintStream(written, true, StandardCharsets.UTF_8));
        work.run();
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesOneLineARecordEvenOfAMessageOfSeveral() {
        System.Logger logger = System.getLogger("io.lapwing.test");

        String log =
                log(
                        Logs.Format.TEXT,
                        () -> {
                            logger.log(System.Logger.Level.INFO, "first\n2026 ERROR forged");
                            logger.log(System.Logger.Level.DEBUG, "unheard");
                        });

        assertThat(log)
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z INFO io.lapwing.test first \\| 2026 ERROR forged\n");
    }

    @Test
    void writesStructuredRecordsWithTheirFault() {
        System.Logger logger = System.getLogger("io.lapwing.test");

        String log =
                log(
                        Logs.Format.JSON,
                        () ->
                                logger.log(
                                        System.Logger.Level.ERROR,
                                        "broken \"part\"",
                                        new IllegalStateException("why")));

        assertThat(log)
                .hasLineCount(1)
                .contains("\"level\":\"ERROR\",\"logger\":\"io.lapwing.test\"")
                .contains("\"message\":\"broken \\\"part\\\"\"")
                .contains("\"fault\":\"java.lang.IllegalStateException: why\\n");
    }

    @Test
    void quietsOthersBelowWarnings() {
        System.Logger helidon = System.getLogger("io.helidon.webserver.LoomServer");

        String log =
                log(
                        Logs.Format.TEXT,
                        () -> {
                            helidon.log(System.Logger.Level.INFO, "chatter");
                            helidon.log(System.Logger.Level.WARNING, "matter");
                        });

        assertThat(log).doesNotContain("chatter").contains("WARNING").contains("matter");
    }
}
