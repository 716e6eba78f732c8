package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin person passkeys`.
@Command(
        name = "passkeys",
        description = {
            "List the passkeys of a user, or remove one that was lost.",
            "",
            "Never the last second factor: reset the user then. His sessions end."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin person passkeys user:anna",
            "  lapwing admin person passkeys user:anna --remove 4f1c2a9b77c0a1b2"
        })
final class PersonPasskeysTask extends PersonTask {
    @Option(names = "--remove", paramLabel = "ID", description = "Remove this passkey.")
    private @Nullable String remove;

    PersonPasskeysTask(Context context) {
        super(context);
    }

    /// What is answered: the passkeys that are left.
    record Listed(List<PeopleDesk.PasskeyView> passkeys) {}

    @Override
    ExitCode run(PeopleDesk desk, Principal who, String person) {
        Optional.ofNullable(remove).ifPresent(id -> desk.removePasskey(who, person, id));
        List<PeopleDesk.PasskeyView> passkeys = desk.passkeys(who, person);
        return answer(new Listed(passkeys), terminal -> terminal.table(table(passkeys)));
    }

    private static TextTable table(List<PeopleDesk.PasskeyView> passkeys) {
        TextTable table = new TextTable("id", "since");
        passkeys.forEach(key -> table.row(key.id(), key.since().orElse("-")));
        return table;
    }
}
