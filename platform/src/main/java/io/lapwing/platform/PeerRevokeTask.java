package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.service.PeerIdentity;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `admin peer revoke`.
@Command(
        name = "revoke",
        description = {
            "Refuse one certificate from now on; others of the same name go on.",
            "",
            "Of a network server or an application server, and of the roles monitor and admin too."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin peer revoke network-server acme 5F2A90C4E1",
            "  lapwing admin peer revoke monitor prometheus 77C0A1B2"
        })
final class PeerRevokeTask extends AdminTask {
    /// Roles of certificates whose holders are no peers of the Join Server.
    private static final Set<String> OTHER_ROLES = Set.of("monitor", "admin", "station");

    @Mixin private NamedPeer named = new NamedPeer();

    @Parameters(
            index = "2",
            paramLabel = "SERIAL",
            description = "The certificate's serial number or SHA-256, in hexadecimal.")
    private String serial = "";

    PeerRevokeTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        PeerIdentity identity = new PeerIdentity(named.word(), named.name());
        if (!OTHER_ROLES.contains(named.word())) {
            named.requireEntered(platform);
        }
        platform.kms().revocations().revoke(actor, identity.toString(), serial);
        return answer(
                new Revoked(identity.toString(), serial),
                terminal -> terminal.line(identity + ": revoked " + serial));
    }

    /// What was revoked.
    record Revoked(String identity, String certificate) {}
}
