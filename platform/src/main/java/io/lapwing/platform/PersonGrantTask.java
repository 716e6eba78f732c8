package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.service.people.Principal;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `admin person grant`.
@Command(
        name = "grant",
        description = "Say what somebody may do, in place of what he may now.",
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin person grant user:anna --grant operator --grant auditor"
        })
final class PersonGrantTask extends PersonTask {
    @Mixin private GrantOptions grants = new GrantOptions();

    PersonGrantTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(PeopleDesk desk, Principal who, String person) {
        return answer(desk.grant(who, person, OptionalLong.empty(), grants.views()).value());
    }
}
