package io.lapwing.platform;

import io.lapwing.kms.Actor;
import picocli.CommandLine.Command;

/// `admin audit key`.
@Command(
        name = "key",
        description = "Print the public key that the audit log's heads are signed with.",
        footer = {"", "@|bold Example|@", "  lapwing admin audit key > audit-key.pem"})
final class AuditKeyTask extends AdminTask {
    AuditKeyTask(Context context) {
        super(context);
    }

    /// What is answered.
    record Key(String publicKey) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        String pem = PublicKeyPem.text(platform.vault().signingKey()).strip();
        return answer(new Key(pem), terminal -> terminal.line(pem));
    }
}
