package io.lapwing.platform;

import io.lapwing.console.PeerDesk;
import io.lapwing.console.PeerDesk.CertificateView;
import io.lapwing.console.PeerDesk.PeerView;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `admin peer show`.
@Command(
        name = "show",
        description = "Show for what a peer may speak, and its certificates.",
        footer = {"", "@|bold Example|@", "  lapwing admin peer show network-server acme"})
final class PeerShowTask extends AdminTask {
    @Mixin private NamedPeer named = new NamedPeer();

    PeerShowTask(Context context) {
        super(context);
    }

    /// What is answered.
    record Shown(PeerView peer, List<CertificateView> certificates) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Principal who = Principal.local(actor.name());
        PeerDesk desk = platform.peerDesk();
        PeerView peer = desk.find(who, named.asDesk()).value();
        List<CertificateView> certificates = desk.certificates(who, named.asDesk());
        return answer(
                new Shown(peer, certificates), terminal -> write(peer, certificates, terminal));
    }

    private static void write(
            PeerView peer, List<CertificateView> certificates, Terminal terminal) {
        PeerDesk.Rules rules = peer.rules();
        terminal.heading(line(peer));
        line(terminal, "NSIDs", rules.nsIds());
        line(terminal, "JoinEUIs", rules.joinEuis());
        line(terminal, "owners", rules.owners());
        line(
                terminal,
                "labels",
                rules.labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .toList());
        line(terminal, "key", rules.wrappingKey().stream().toList());
        line(terminal, "answers", rules.answerUrl().stream().toList());
        TextTable table = new TextTable("certificate", "issuer", "state", "until");
        certificates.forEach(
                one -> table.row(one.id(), one.issuer(), one.state(), one.ends().orElse("-")));
        terminal.table(table);
    }

    private static void line(Terminal terminal, String word, List<String> values) {
        if (!values.isEmpty()) {
            terminal.line("  %-9s %s".formatted(word, String.join(" ", values)));
        }
    }

    /// `peer acme (network-server 000013) is enabled`
    static String line(PeerView peer) {
        return "peer "
                + peer.name()
                + " ("
                + peer.role()
                + " "
                + senderIds(peer)
                + ") is "
                + (peer.enabled() ? "enabled" : "disabled");
    }

    /// Its SenderIDs.
    static String senderIds(PeerView peer) {
        PeerDesk.Rules rules = peer.rules();
        return String.join(" ", rules.netIds().isEmpty() ? rules.asIds() : rules.netIds());
    }
}
