package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditImport;
import io.lapwing.service.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin audit verify-export`.
@Command(
        name = "verify-export",
        description = {
            "Check an export of an audit log.",
            "",
            "With --key it needs nothing but the file and the signing key: check it on another machine."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin audit verify-export audit.jsonl --key audit-key.pem"
        })
final class AuditVerifyExportCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "FILE", description = "What admin audit export wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The signing key, from admin audit key; this instance's without.")
    private @Nullable Path key;

    AuditVerifyExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String pem =
                key == null ? context.output("admin", "audit", "key") : read(context.file(key));
        AuditVerifyTask.Found found =
                AuditVerifyTask.Found.of(
                        new AuditImport(context.file(file), PublicKeyPem.parse(pem)).verify());
        Terminal terminal = context.terminal();
        if (context.json()) {
            terminal.line(Json.strict().build().pretty(found));
        } else {
            found.write(terminal);
        }
        return found.exitCode().number();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, file + " cannot be read: want a public key", e);
        }
    }
}
