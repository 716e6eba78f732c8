package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Verification;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;

/// `admin audit verify`.
@Command(
        name = "verify",
        description = {
            "Read the whole audit log again, and compare it with its signed heads and the vault's memory.",
            "",
            "Ends with exit code 5, and the first record in question, when something is not what was written. It looks at"
                    + " a data folder that the platform refuses to open, too."
        },
        footer = {"", "@|bold Example|@", "  lapwing admin audit verify"})
final class AuditVerifyTask extends AdminTask {
    AuditVerifyTask(Context context) {
        super(context);
    }

    /// What was found.
    ///
    /// @param first the first record in question, where one is
    record Found(
            boolean intact,
            Optional<Long> records,
            Optional<Long> checkpoints,
            Optional<Long> first,
            Optional<String> why) {
        static Found of(Verification verification) {
            return switch (verification) {
                case Verification.Intact(AuditLog.Head head, long checkpoints) ->
                        new Found(
                                true,
                                Optional.of(head.size()),
                                Optional.of(checkpoints),
                                Optional.empty(),
                                Optional.empty());
                case Verification.Broken(long first, long _, String why) ->
                        new Found(
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(first),
                                Optional.of(why));
            };
        }

        ExitCode exitCode() {
            return intact ? ExitCode.DONE : ExitCode.TAMPERED;
        }

        void write(Terminal terminal) {
            if (intact) {
                terminal.good(
                        "%,d records, %,d signed heads"
                                .formatted(records.orElse(0L), checkpoints.orElse(0L)));
            } else {
                terminal.bad("from record %d on: %s".formatted(first.orElse(0L), why.orElse("")));
            }
        }
    }

    @Override
    public Integer call() {
        try {
            return super.call();
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.TAMPERED) {
                throw fault;
            }
            terminal().note("the platform does not open: " + fault.getMessage());
            return context()
                    .examine((vault, store) ->
                            tell(store.audit(), verified -> AuditCheck.of(vault, store, verified)))
                    .number();
        }
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        return tell(platform.store().audit(), verified -> AuditCheck.of(platform, verified));
    }

    private ExitCode tell(AuditLog log, Function<LongConsumer, Verification> check) {
        Found found;
        try (Progress progress = terminal().progress("records", log.head().size())) {
            found = Found.of(check.apply(progress::at));
        }
        ExitCode _ = answer(found, found::write);
        return found.exitCode();
    }
}
