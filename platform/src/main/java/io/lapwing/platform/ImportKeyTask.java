package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.vault.ImportKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin import-key`.
@Command(
        name = "import-key",
        description = {
            "Show the public key to which keys are sealed for import.",
            "",
            "As PEM, or as JSON Web Key (--jwk) with the algorithm that this vault opens."
        },
        footer = {"", "@|bold Example|@", "  lapwing admin import-key --jwk > import-key.jwk"})
final class ImportKeyTask extends AdminTask {
    @Option(names = "--jwk", description = "As JSON Web Key, as it is with --json.")
    private boolean jwk;

    ImportKeyTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        ImportKey key = platform.vault().importKey();
        if (jwk || context().json()) {
            terminal().line(io.lapwing.service.Json.strict().build().pretty(Jwk.of(key)));
        } else {
            terminal().line(PublicKeyPem.text(key.publicKey()).strip());
            terminal().note("seal with " + key.algorithm() + ", kid " + key.keyId());
        }
        return ExitCode.DONE;
    }
}
