package io.lapwing.platform;

import io.lapwing.kms.Actor;
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
        platform.kms().peers().enable(actor, peer.certificate(), enabled);
        PeerView view = PeerView.of(platform, peer.require(platform));
        return answer(view, terminal -> terminal.line(view.text()));
    }
}
