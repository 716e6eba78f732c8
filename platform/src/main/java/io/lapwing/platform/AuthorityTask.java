package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.service.Pem;
import java.util.List;
import picocli.CommandLine.Command;

/// `admin authority`.
@Command(
        name = "authority",
        description = "Print the certificate authority's certificate: what peers must trust.",
        footer = {"", "@|bold Example|@", "  lapwing admin authority > ca.pem"})
final class AuthorityTask extends AdminTask {
    AuthorityTask(Context context) {
        super(context);
    }

    /// What is answered.
    record Authority(String certificate, String ends) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        var certificate = platform.pki().authority();
        String pem = Pem.text(List.of(certificate)).strip();
        return answer(
                new Authority(pem, certificate.getNotAfter().toInstant().toString()),
                terminal -> terminal.line(pem));
    }
}
