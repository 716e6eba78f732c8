package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin job refused`.
@Command(
        name = "refused",
        description = {
            "Write the rows that an import refused, as CSV.",
            "",
            "The last 100 imports of files sent to the console or the API have their lists."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin job refused 019a3f5c2e8001020304 --out refused.csv"
        })
final class JobRefusedTask extends AdminTask {
    @Parameters(paramLabel = "ID", description = "Which: see admin job list.")
    private String id = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "A new file to write to.")
    private Path out = Path.of("");

    JobRefusedTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Path target = file(out);
        try (InputStream rows =
                new PlatformJobDesk(platform).refused(Principal.local(actor.name()), id)) {
            long _ = NewFile.write(target, rows::transferTo);
        } catch (IOException e) {
            throw NewFile.refused(target, e);
        }
        return answer(
                new NewFile.Written(target.toString()), terminal -> terminal.line("in " + target));
    }
}
