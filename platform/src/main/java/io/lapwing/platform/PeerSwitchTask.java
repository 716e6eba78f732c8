package io.lapwing.platform;

import io.lapwing.console.PeerDesk.PeerView;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `admin peer enable` and `admin peer disable`.
@Command
final class PeerSwitchTask extends AdminTask {
    private final boolean enabled;

    @Mixin private NamedPeer peer = new NamedPeer();

    private PeerSwitchTask(Context context, boolean enabled) {
        super(context);
        this.enabled = enabled;
    }

    static CommandLine enable(Context context) {
        return named(context, true, "enable", "Answer a peer again.");
    }

    static CommandLine disable(Context context) {
        return named(context, false, "disable", "Answer a peer no more.");
    }

    private static CommandLine named(
            Context context, boolean enabled, String name, String purpose) {
        CommandLine command = new CommandLine(new PeerSwitchTask(context, enabled));
        command.setCommandName(name);
        var page = command.getCommandSpec().usageMessage();
        page.description(purpose);
        page.footer(
                "", "@|bold Example|@", "  lapwing admin peer " + name + " network-server acme");
        return command;
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        PeerView view =
                platform.peerDesk()
                        .enable(Principal.local(actor.name()), peer.asDesk(), enabled)
                        .value();
        return answer(view, terminal -> terminal.line(PeerShowTask.line(view)));
    }
}
