package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Peer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `admin peer revoke`.
@Command(
        name = "revoke",
        description = "Refuse one certificate of a peer from now on; its others go on.",
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin peer revoke network-server acme 5F2A90C4E1"
        })
final class PeerRevokeTask extends AdminTask {
    @Mixin private NamedPeer named = new NamedPeer();

    @Parameters(
            index = "2",
            paramLabel = "SERIAL",
            description = "The certificate's serial number in hexadecimal.")
    private String serial = "";

    PeerRevokeTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
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
        PeerView view = PeerView.of(next);
        return answer(
                view,
                terminal ->
                        terminal.line(
                                "peer "
                                        + named.name()
                                        + ": revoked "
                                        + String.join(", ", view.revokedSerials())));
    }
}
