package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `admin token list`.
@Command(
        name = "list",
        description = "List somebody's API tokens, without what makes them tokens.",
        footer = {"", "@|bold Example|@", "  lapwing admin token list service:ci"})
final class TokenListTask extends PersonTask {
    TokenListTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(PeopleDesk desk, Principal who, String person) {
        List<PeopleDesk.TokenView> tokens = desk.tokens(who, person);
        return answer(
                tokens,
                terminal -> {
                    TextTable table = new TextTable("token", "for", "may as", "until", "last used");
                    for (PeopleDesk.TokenView token : tokens) {
                        table.row(
                                token.id(),
                                token.name(),
                                token.grants().stream()
                                        .map(PersonTask::text)
                                        .collect(Collectors.joining(" ")),
                                token.until(),
                                token.lastUsed().orElse("-"));
                    }
                    terminal.table(table);
                });
    }
}
