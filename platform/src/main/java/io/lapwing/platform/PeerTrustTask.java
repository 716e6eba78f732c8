package io.lapwing.platform;

import io.lapwing.console.PeerDesk;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `admin peer trust`.
@Command(
        name = "trust",
        description = {
            "Take a certificate that another authority issued for a peer's own.",
            "",
            "This one certificate, by its SHA-256: enter the next one before it ends. Its authority stands in",
            "listen.peer-authorities of the configuration, else it gets no connection."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin peer trust network-server acme --certificate acme.pem"
        })
final class PeerTrustTask extends AdminTask {
    @Mixin private NamedPeer named = new NamedPeer();

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            required = true,
            description =
                    "The client certificate (PEM); what follows it in the file is not looked at.")
    private Path certificate = Path.of("");

    PeerTrustTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        PeerDesk.CertificateView trusted =
                platform.peerDesk()
                        .trust(
                                Principal.local(actor.name()),
                                named.asDesk(),
                                text(Optional.of(certificate)));
        return answer(
                trusted,
                terminal -> {
                    terminal.line("peer " + named.name() + ": certificate " + trusted.id());
                    if (platform.config().listen().peerAuthorities().isEmpty()) {
                        terminal.note("next: name its authority in listen.peer-authorities");
                    }
                });
    }
}
