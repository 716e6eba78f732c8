package io.lapwing.platform;

import io.lapwing.console.Page;
import io.lapwing.console.PeopleDesk;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin person list`.
@Command(
        name = "list",
        description = "List users, service accounts and machines by name.",
        footer = {"", "@|bold Example|@", "  lapwing admin person list"})
final class PersonListTask extends AdminTask {
    private static final int PAGE = 100;

    @Option(names = "--after", paramLabel = "PERSON", description = "Go on after this one.")
    private @Nullable String after;

    PersonListTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Page<PeopleDesk.PersonView> page =
                PlatformPeopleDesk.of(platform)
                        .page(Principal.local(actor.name()), Optional.ofNullable(after), PAGE);
        return answer(
                page,
                terminal -> {
                    TextTable table = new TextTable("person", "enabled", "may as", "proves by");
                    for (PeopleDesk.PersonView view : page.items()) {
                        table.row(
                                view.name(),
                                view.enabled() ? "yes" : "no",
                                view.grants().stream()
                                        .map(PersonTask::text)
                                        .collect(Collectors.joining(" ")),
                                String.join(" ", view.factors()));
                    }
                    terminal.table(table);
                    page.next().ifPresent(from -> terminal.note("more: --after " + from));
                });
    }
}
