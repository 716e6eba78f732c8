package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.service.people.Principal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `admin person create`.
@Command(
        name = "create",
        description = {
            "Make a user, a service account or a machine known.",
            "",
            "A user gets a code with which he sets a password and a second factor; a service account gets tokens (admin"
                    + " token issue); a machine comes with its client certificate, whose role, or role.name, is its name."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin person create user:anna --grant operator",
            "  lapwing admin person create service:ci --grant owner:owner=acme"
        })
final class PersonCreateTask extends PersonTask {
    @Mixin private GrantOptions grants = new GrantOptions();

    PersonCreateTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(PeopleDesk desk, Principal who, String person) {
        return answer(desk.create(who, new PeopleDesk.NewPerson(person, grants.views())));
    }
}
