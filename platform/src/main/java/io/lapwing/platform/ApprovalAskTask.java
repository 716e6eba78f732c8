package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.console.ApprovalDesk.Selection;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin approval ask`.
@Command(
        name = "ask",
        description = {
            "Ask for what takes two people; another one approves it within three days.",
            "",
            "device-export: a file of devices, without keys.",
            "keys-renew: the next root keys of devices, for a station (--set station=LABEL).",
            "devices-compromise: trust devices no more.",
            "vault-destroy: erase an older version of the vault key (--set version=N).",
            "peers-disable: answer no peer any more."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin approval ask device-export --state active --reason audit",
            "  lapwing admin approval ask keys-renew --device 70B3D57ED0000001 \\",
            "      --set station=line-3 --reason \"due every year\"",
            "  lapwing admin approval ask vault-destroy --set version=1 --reason rotated"
        })
final class ApprovalAskTask extends AdminTask {
    @Parameters(index = "0", paramLabel = "STEP", description = "What: see above.")
    private String step = "";

    @Option(
            names = "--device",
            paramLabel = "DEVEUI",
            description = "One of the devices; several times. Or choose them by what follows.")
    private List<String> devices = new ArrayList<>();

    @Mixin private DeviceFilter filter = new DeviceFilter();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "What else has to be said; several times.")
    private Map<String, String> parameters = new TreeMap<>();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, for the one who decides: at most 200 characters, no secret.")
    private String reason = "";

    ApprovalAskTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        PlatformApprovalDesk desk = platform.approvalDesk();
        boolean onDevices =
                desk.kinds().stream()
                        .anyMatch(kind -> kind.word().equals(step) && kind.onDevices());
        Optional<Selection> selection =
                onDevices || !devices.isEmpty() ? Optional.of(selection()) : Optional.empty();
        ApprovalDesk.ApprovalView asked =
                desk.ask(
                        Principal.local(actor.name()),
                        new ApprovalDesk.Wanted(step, selection, parameters),
                        reason);
        return answer(
                asked,
                terminal -> {
                    ApprovalStepTask.write(asked, terminal);
                    terminal.note("another person: lapwing admin approval approve " + asked.id());
                });
    }

    private Selection selection() {
        return devices.isEmpty()
                ? new Selection.Matching(filter.wanted())
                : new Selection.Listed(devices);
    }
}
