package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.kms.Actor;
import io.lapwing.service.AuditLog;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `admin audit proof`.
@Command(
        name = "proof",
        description = "Prove that a record stands in the log (RFC 9162 section 2.1.3).",
        footer = {"", "@|bold Example|@", "  lapwing admin audit proof 1200 --json"})
final class AuditProofTask extends AdminTask {
    @Parameters(index = "0", paramLabel = "INDEX", description = "Which record, from 0.")
    private long index;

    AuditProofTask(Context context) {
        super(context);
    }

    /// A proof.
    ///
    /// @param encoded the record's octets, whose leaf hash stands in the tree
    /// @param path hashes from the record's level up to the root's
    record Proof(
            AuditShowTask.Line record,
            String encoded,
            long size,
            String root,
            List<String> path,
            boolean holds) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        AuditLog.InclusionProof proof = platform.store().audit().inclusion(index);
        Proof shown =
                new Proof(
                        AuditShowTask.Line.of(proof.record()),
                        proof.record().encoded().toHex(),
                        proof.head().size(),
                        proof.head().root().toHex(),
                        proof.path().stream().map(Bytes::toHex).toList(),
                        proof.holds());
        answer(
                shown,
                terminal -> {
                    AuditShowTask.Line line = shown.record();
                    terminal.line(
                            "record %d: %s %s %s %s"
                                    .formatted(
                                            index,
                                            line.at(),
                                            line.actor(),
                                            line.action(),
                                            line.object()));
                    terminal.line(
                            "tree of %d records, root %s".formatted(shown.size(), shown.root()));
                    shown.path().forEach(hash -> terminal.line("  " + hash));
                    if (shown.holds()) {
                        terminal.good("the path leads from the record to the root");
                    } else {
                        terminal.bad("the path does not lead to the root");
                    }
                });
        return shown.holds() ? ExitCode.DONE : ExitCode.TAMPERED;
    }
}
