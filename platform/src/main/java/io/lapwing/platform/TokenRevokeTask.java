package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.service.people.Principal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `admin token revoke`.
@Command(
        name = "revoke",
        description = "Let an API token in no more.",
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin token revoke service:ci 3f9c0a51d2b87e64"
        })
final class TokenRevokeTask extends PersonTask {
    @Parameters(index = "1", paramLabel = "TOKEN", description = "As admin token list names it.")
    private String token = "";

    TokenRevokeTask(Context context) {
        super(context);
    }

    /// What was revoked.
    record Revoked(String person, String token) {}

    @Override
    ExitCode run(PeopleDesk desk, Principal who, String person) {
        desk.revoke(who, person, token);
        return answer(
                new Revoked(person, token),
                terminal -> terminal.line("token " + token + " is revoked"));
    }
}
