package io.lapwing.platform;

import io.lapwing.kms.Actor;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `admin receiver import`.
@Command(
        name = "import",
        description = {
            "Take a wrapping key, sealed to the import key, as the next version of its label.",
            "",
            "The sealed key (JWE) is read from a file, or from standard input. It is used from now on."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin seal < ns.hex | lapwing admin receiver import network-server acme-ns"
        })
final class ReceiverImportTask extends AdminTask {
    @Mixin private NamedReceiver receiver = new NamedReceiver();

    @Parameters(index = "2", arity = "0..1", paramLabel = "FILE", description = "The JWE.")
    private @Nullable Path sealed;

    ReceiverImportTask(Context context) {
        super(context);
    }

    @Override
    boolean readsInput() {
        return sealed == null;
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        ReceiverView view =
                ReceiverView.of(
                        platform.kms()
                                .receivers()
                                .importSealed(
                                        actor,
                                        receiver.role(),
                                        receiver.label(),
                                        text(Optional.ofNullable(sealed))));
        return answer(view, terminal -> terminal.line(view.text()));
    }
}
