package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `admin peer distrust`.
@Command(
        name = "distrust",
        description = {
            "Take a certificate of another authority for a peer's no more.",
            "",
            "Other than after revoke, it may be entered again."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin peer distrust network-server acme 2B7E1516…"
        })
final class PeerDistrustTask extends AdminTask {
    @Mixin private NamedPeer named = new NamedPeer();

    @Parameters(
            index = "2",
            paramLabel = "SHA256",
            description = "The certificate's SHA-256, in hexadecimal: see lapwing admin peer show.")
    private String sha256 = "";

    PeerDistrustTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        platform.peerDesk().distrust(Principal.local(actor.name()), named.asDesk(), sha256);
        return answer(
                new PeerRevokeTask.Revoked(named.certificate(), sha256),
                terminal -> terminal.line("peer " + named.name() + ": not " + sha256));
    }
}
