package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.Caller;
import io.lapwing.kms.Actor;
import io.lapwing.service.Pem;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
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
    private static final int MAX_SUBJECT_LENGTH = 256;

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
        X509Certificate shown = Pem.certificates(file(certificate)).getFirst();
        Caller caller = Caller.of(shown);
        if (caller.identity().isPresent()) {
            throw Fault.badInput(
                    "certificate states "
                            + caller.identity().get()
                            + ": our authority's certificates need no trust, and another's may not"
                            + " state that");
        }
        String sha256 = caller.certificateSha256().toHex();
        platform.kms().peerCertificates().enter(actor, named.certificate(), sha256, subject(shown));
        PeerView view = PeerView.of(platform, named.require(platform));
        return answer(
                view,
                terminal -> {
                    terminal.line("peer " + named.name() + ": certificate " + sha256);
                    if (platform.config().listen().peerAuthorities().isEmpty()) {
                        terminal.note("next: name its authority in listen.peer-authorities");
                    }
                });
    }

    /// As far as an audit record needs it. RFC 2253 text of a certificate may hold any sign, a broken one too.
    private static String subject(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        return name.length() > MAX_SUBJECT_LENGTH
                        || !name.chars().allMatch(c -> c >= ' ' && c <= '~')
                ? "(not told)"
                : name;
    }
}
