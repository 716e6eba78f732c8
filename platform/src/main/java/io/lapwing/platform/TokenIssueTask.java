package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `admin token issue`.
@Command(
        name = "issue",
        description = {
            "Make an API token for a service account; it is shown this once.",
            "",
            "A program sends it as `Authorization: Bearer lpw_…`. Users make their own on the page of their account."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin token issue service:ci --name nightly --days 30"
        })
final class TokenIssueTask extends PersonTask {
    @Option(names = "--name", paramLabel = "TEXT", required = true, description = "What it is for.")
    private String name = "";

    @Option(names = "--days", paramLabel = "N", description = "How long it holds, 1 to 90: 30.")
    private int days = 30;

    @Mixin private GrantOptions grants = new GrantOptions();

    TokenIssueTask(Context context) {
        super(context);
    }

    /// What is answered.
    ///
    /// @param secret shown this once
    record Issued(PeopleDesk.TokenView token, String secret) {
        @Override
        public String toString() {
            return "Issued[" + token.id() + ", secret=[secret]]";
        }
    }

    @Override
    ExitCode run(PeopleDesk desk, Principal who, String person) {
        List<PeopleDesk.GrantView> fewer = grants.views();
        PeopleDesk.Issued issued =
                desk.issue(
                        who,
                        person,
                        new PeopleDesk.NewToken(
                                name,
                                days,
                                fewer.isEmpty() ? Optional.empty() : Optional.of(fewer)));
        return answer(
                new Issued(issued.token(), issued.secret()),
                terminal -> {
                    terminal.line(issued.secret());
                    terminal.note(
                            "token %s of %s holds until %s; it is shown this once"
                                    .formatted(
                                            issued.token().id(), person, issued.token().until()));
                });
    }
}
