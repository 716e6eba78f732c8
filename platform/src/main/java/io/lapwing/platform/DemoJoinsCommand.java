package io.lapwing.platform;

import io.lapwing.service.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo joins`: joins of known test devices, put to a platform of its own.
@Command(
        name = "joins",
        description = {
            "Put joins of a file to a platform of its own, and show each answer.",
            "",
            "The file holds test devices with their keys, and JoinReq bodies; docs/demo-joins.md"
                    + " describes it. Each session key is shown as its fingerprint: the first 8 octets"
                    + " of its SHA-256. Exit code 0 says that every join was granted and that the"
                    + " device takes every join-accept."
        },
        footer = {"", "@|bold Example|@", "  lapwing demo joins --input docs/examples/joins.json"})
final class DemoJoinsCommand implements Callable<Integer> {
    private final Context context;
    private final Json json = Json.strict().build();

    @Option(
            names = "--input",
            paramLabel = "FILE",
            required = true,
            description = "Devices and joins, as JSON.")
    private Path input = Path.of("");

    @Option(
            names = "--reveal",
            description = {
                "Show the session keys too.",
                "Only of these imported devices, whose root keys are marked exposed."
            })
    private boolean reveal;

    DemoJoinsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        JoinsFile file = JoinsFile.read(context.file(input));
        JoinAnswers report;
        try (DemoSite site = DemoSite.start();
                JoinsRun run = new JoinsRun(site, file, reveal)) {
            report = run.run();
        }
        if (context.json()) {
            context.terminal().line(json.pretty(report));
        } else {
            show(report);
        }
        return (report.granted() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private void show(JoinAnswers report) {
        Terminal terminal = context.terminal();
        report.source().ifPresent(source -> terminal.line("Joins of " + source));
        for (JoinAnswers.Line line : report.answers()) {
            terminal.line();
            terminal.heading(
                    "Device %s, LoRaWAN %s%s"
                            .formatted(
                                    line.devEui(),
                                    line.macVersion(),
                                    line.exposed() ? ", root keys exposed" : ""));
            show(terminal, line);
        }
    }

    private void show(Terminal terminal, JoinAnswers.Line line) {
        if (line.phyPayload().isEmpty()) {
            terminal.bad(line.result() + line.description().map(why -> ": " + why).orElse(""));
            return;
        }
        if (line.accepted()) {
            terminal.good("%s; the device takes the join-accept".formatted(line.result()));
        } else {
            terminal.bad("%s; the device does not take the join-accept".formatted(line.result()));
        }
        line.joinNonce().ifPresent(nonce -> terminal.line(field("JoinNonce", nonce)));
        line.sessionKeyId().ifPresent(id -> terminal.line(field("SessionKeyID", id)));
        line.phyPayload().ifPresent(frame -> terminal.line(field("PHYPayload", frame)));
        for (JoinAnswers.Key key : line.keys()) {
            String revealed = key.key().map(octets -> "  exposed " + octets).orElse("");
            terminal.line(field(key.name(), "fingerprint " + key.fingerprint() + revealed));
        }
    }

    private static String field(String name, String value) {
        return "      %-12s  %s".formatted(name, value);
    }
}
