package io.lapwing.platform;

import io.lapwing.console.AuditDesk;
import io.lapwing.console.Desks;
import io.lapwing.service.people.Principal;
import picocli.CommandLine.Command;

/// `admin audit chain`.
@Command(
        name = "chain",
        description =
                "Show where the audit log stands: its records, its root, its newest signed head.",
        footer = {"", "@|bold Example|@", "  lapwing admin audit chain --json"})
final class AuditChainTask extends DeskTask {
    AuditChainTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Desks desks, Principal who) {
        AuditDesk.ChainView chain = desks.audit().chain(who);
        return answer(
                chain,
                terminal -> {
                    terminal.line("%s: %,d records".formatted(chain.log(), chain.size()));
                    terminal.line("  root    " + chain.root());
                    terminal.line("  epoch   " + chain.epoch());
                    terminal.line(
                            "  signed  "
                                    + (chain.signedSize().isPresent()
                                            ? "up to %,d, %s"
                                                    .formatted(
                                                            chain.signedSize().getAsLong(),
                                                            chain.signedAt().orElse(""))
                                            : "nothing yet"));
                });
    }
}
