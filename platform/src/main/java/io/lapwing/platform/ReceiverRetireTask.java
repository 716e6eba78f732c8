package io.lapwing.platform;

import io.lapwing.kms.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `admin receiver retire`.
@Command(
        name = "retire",
        description = "Destroy one version of a wrapping key.",
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin receiver retire network-server acme-ns 1"
        })
final class ReceiverRetireTask extends AdminTask {
    @Mixin private NamedReceiver receiver = new NamedReceiver();

    @Parameters(index = "2", paramLabel = "VERSION", description = "Which version.")
    private int version;

    ReceiverRetireTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        ReceiverView view =
                ReceiverView.of(
                        platform.kms()
                                .receivers()
                                .retire(actor, receiver.role(), receiver.label(), version));
        return answer(view, terminal -> terminal.line(view.text()));
    }
}
