package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.service.people.Principal;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin person link`.
@Command(
        name = "link",
        description = {
            "Let a user sign in at the OpenID provider that lapwing.toml names.",
            "",
            "After a try to sign in there, admin audit show has the subject."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin person link user:anna --subject 248289761001"
        })
final class PersonLinkTask extends PersonTask {
    @Option(
            names = "--subject",
            paramLabel = "TEXT",
            required = true,
            description = "What the provider's ID tokens call this user.")
    private String subject = "";

    PersonLinkTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(PeopleDesk desk, Principal who, String person) {
        return answer(desk.link(who, person, OptionalLong.empty(), subject).value());
    }
}
