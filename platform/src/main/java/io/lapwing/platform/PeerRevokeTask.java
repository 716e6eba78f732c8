package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Peer;
import io.lapwing.service.PeerIdentity;
import java.util.HashSet;
import java.util.Locale;
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
    private static final Set<String> OTHER_ROLES = Set.of("monitor", "admin");

    private static final int SHA_256_DIGITS = 64;

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
        if (OTHER_ROLES.contains(named.word()) || serial.length() == SHA_256_DIGITS) {
            return revoke(platform, actor, new PeerIdentity(named.word(), named.name()));
        }
        if (!serial.matches("[0-9A-Fa-f]{1,40}")) {
            throw Fault.badInput("serial number: want 1 to 40 hexadecimal digits");
        }
        Peer peer = named.require(platform);
        Set<String> revoked = new HashSet<>(peer.revokedSerials());
        revoked.add(serial.toUpperCase(Locale.ROOT).replaceFirst("^0+(?=.)", ""));
        Peer next =
                new Peer(
                        peer.certificate(),
                        peer.name(),
                        peer.enabled(),
                        peer.role(),
                        peer.netIds(),
                        peer.nsIds(),
                        peer.asIds(),
                        peer.joinEuis(),
                        peer.owners(),
                        peer.labels(),
                        peer.wrappingKey(),
                        peer.answerUrl(),
                        revoked);
        platform.kms().peers().replace(actor, next);
        PeerView view = PeerView.of(platform, next);
        return answer(
                view,
                terminal ->
                        terminal.line(
                                "peer "
                                        + named.name()
                                        + ": revoked "
                                        + String.join(", ", view.revokedSerials())));
    }

    /// What was revoked.
    record Revoked(String identity, String certificate) {}

    private ExitCode revoke(Platform platform, Actor actor, PeerIdentity identity) {
        platform.kms().revocations().revoke(actor, identity.toString(), serial);
        return answer(
                new Revoked(identity.toString(), serial),
                terminal -> terminal.line(identity + ": revoked " + serial));
    }
}
