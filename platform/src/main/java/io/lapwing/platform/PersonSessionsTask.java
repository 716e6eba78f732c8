package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin person sessions`.
@Command(
        name = "sessions",
        description = "List where a user is signed in, or end his sessions.",
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin person sessions user:anna",
            "  lapwing admin person sessions user:anna --end 4f1c2a9b",
            "  lapwing admin person sessions user:anna --end-all"
        })
final class PersonSessionsTask extends PersonTask {
    @Option(names = "--end", paramLabel = "ID", description = "End this session.")
    private @Nullable String end;

    @Option(names = "--end-all", description = "End all of them.")
    private boolean endAll;

    PersonSessionsTask(Context context) {
        super(context);
    }

    /// What is answered: the sessions that are left.
    record Listed(List<PeopleDesk.SignIn> sessions) {}

    @Override
    ExitCode run(PeopleDesk desk, Principal who, String person) {
        Optional.ofNullable(end).ifPresent(session -> desk.endSession(who, person, session));
        if (endAll) {
            desk.endSessions(who, person, Optional.empty());
        }
        List<PeopleDesk.SignIn> sessions = desk.sessions(who, person);
        return answer(new Listed(sessions), terminal -> terminal.table(table(sessions)));
    }

    private static TextTable table(List<PeopleDesk.SignIn> sessions) {
        TextTable table = new TextTable("id", "since", "last seen", "from", "browser");
        for (PeopleDesk.SignIn session : sessions) {
            table.row(
                    session.id(),
                    session.since(),
                    session.lastSeen(),
                    session.remote(),
                    session.browser());
        }
        return table;
    }
}
