package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.TrustDesk;
import io.lapwing.service.people.Principal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `admin trust revoke`.
@Command(
        name = "revoke",
        description = {
            "Trust a node no more: no key for it or to it, and a list without it to all others.",
            "",
            "Its label and its master key are destroyed, and its groups get new keys. It comes back by a new label alone."
        },
        footer = {"", "@|bold Example|@", "  lapwing admin trust revoke 7"})
final class TrustRevokeTask extends DeskTask {
    @Parameters(paramLabel = "NODE", description = "The node's number: see admin trust list.")
    private long node;

    TrustRevokeTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Desks desks, Principal who) {
        TrustDesk.NodeView view = desks.trust().revoke(who, node);
        return answer(view, terminal -> terminal.line(TrustListTask.line(view)));
    }
}
