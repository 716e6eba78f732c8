package io.lapwing.platform;

import io.lapwing.kms.Actor;
import picocli.CommandLine.Command;
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
    @Parameters(
            index = "0",
            paramLabel = "ROLE",
            description = "network-server, application-server or station.")
    private String role = "";

    @Parameters(index = "1", paramLabel = "LABEL", description = "As the receiver knows it.")
    private String label = "";

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
                                .retire(actor, ReceiverRoles.parse(role), label, version));
        return answer(view, terminal -> terminal.line(view.text()));
    }
}
