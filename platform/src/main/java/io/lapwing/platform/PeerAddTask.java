package io.lapwing.platform;

import io.lapwing.console.PeerDesk;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.util.OptionalLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Enters a peer, or replaces for what it may speak.
@Command
final class PeerAddTask extends AdminTask {
    @Mixin private NamedPeer named = new NamedPeer();
    @Mixin private PeerRuleOptions rules = new PeerRuleOptions();

    private final boolean there;

    private PeerAddTask(Context context, boolean there) {
        super(context);
        this.there = there;
    }

    static CommandLine add(Context context) {
        return named(
                new PeerAddTask(context, false),
                "add",
                "Enter a peer, and for what it may speak. What is not listed it may not.",
                "It is known by its certificate: see lapwing help admin peer certificate, or trust for",
                "one that another authority issued.");
    }

    static CommandLine change(Context context) {
        return named(
                new PeerAddTask(context, true),
                "change",
                "Replace for what a peer may speak. What is not listed it may no more.",
                "All of it is said anew: see lapwing admin peer show.");
    }

    private static CommandLine named(
            PeerAddTask task, String name, String purpose, String... more) {
        CommandLine command = new CommandLine(task);
        command.setCommandName(name);
        String[] description = new String[more.length + 2];
        description[0] = purpose;
        description[1] = "";
        System.arraycopy(more, 0, description, 2, more.length);
        command.getCommandSpec()
                .usageMessage()
                .description(description)
                .footer(
                        "",
                        "@|bold Examples|@",
                        "  lapwing admin peer " + name + " network-server acme --net-id 000013 \\",
                        "      --join-eui 70B3D57ED0000000/40 --key acme-ns",
                        "  lapwing admin peer "
                                + name
                                + " application-server my-as --as-id my-as \\",
                        "      --join-eui 70B3D57ED0000000/40 --owner acme");
        return command;
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Principal who = Principal.local(actor.name());
        PeerDesk desk = platform.peerDesk();
        PeerDesk.Name name = named.asDesk();
        PeerDesk.PeerView view =
                (there
                                ? desk.change(who, name, OptionalLong.empty(), rules.rules())
                                : desk.add(who, name, rules.rules()))
                        .value();
        return answer(
                view,
                terminal -> {
                    terminal.line(PeerShowTask.line(view));
                    if (!there) {
                        terminal.note("next: lapwing admin peer certificate " + named + " …");
                    }
                });
    }
}
