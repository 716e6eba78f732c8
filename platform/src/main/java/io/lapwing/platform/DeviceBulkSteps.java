package io.lapwing.platform;

import io.lapwing.console.DeviceAction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin device bulk`: the steps, by what they need to be told.
final class DeviceBulkSteps {
    private DeviceBulkSteps() {}

    static CommandLine group(Context context) {
        return AdminGroup.of(
                context,
                "bulk",
                "The same step on many devices, as a job.",
                List.of(
                        DeviceBulkTask.named(
                                new Plain(context, DeviceAction.Provision::new),
                                "provision",
                                "Report that manufactured devices have their root keys.",
                                "--devices line-7.txt"),
                        DeviceBulkTask.named(
                                new ToOwner(context, DeviceAction.Claim::new),
                                "claim",
                                "Give devices without an owner their owner.",
                                "--devices box.txt --to acme"),
                        DeviceBulkTask.named(
                                new ToOwner(context, DeviceAction.Transfer::new),
                                "transfer",
                                "Give owned devices to another owner.",
                                "--owner acme --to globex"),
                        DeviceBulkTask.named(
                                new Because(context, DeviceAction.Suspend::new),
                                "suspend",
                                "Let devices join no more until they are resumed.",
                                "--owner acme --reason \"bill not paid\""),
                        DeviceBulkTask.named(
                                new Plain(context, DeviceAction.Resume::new),
                                "resume",
                                "Let suspended devices join again.",
                                "--owner acme --state suspended"),
                        DeviceBulkTask.named(
                                new Because(context, DeviceAction.Retire::new),
                                "retire",
                                "End devices' lives: their wrapped keys leave the store, for good.",
                                "--label batch=7 --reason scrapped"),
                        DeviceBulkTask.named(
                                new Labelled(context),
                                "label",
                                "Put these labels on devices, in place of those they have.",
                                "--devices hall.txt --set site=berlin")));
    }

    @Command
    private static final class Plain extends DeviceBulkTask {
        private final Supplier<DeviceAction> step;

        Plain(Context context, Supplier<DeviceAction> step) {
            super(context);
            this.step = step;
        }

        @Override
        DeviceAction action() {
            return step.get();
        }
    }

    @Command
    private static final class ToOwner extends DeviceBulkTask {
        private final Function<String, DeviceAction> step;

        @Option(
                names = "--to",
                paramLabel = "NAME",
                required = true,
                description = "Who owns them from then on.")
        private String owner = "";

        ToOwner(Context context, Function<String, DeviceAction> step) {
            super(context);
            this.step = step;
        }

        @Override
        DeviceAction action() {
            return step.apply(owner);
        }
    }

    @Command
    private static final class Because extends DeviceBulkTask {
        private final Function<String, DeviceAction> step;

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "Why, for the audit log: at most 200 characters, no secret.")
        private String reason = "";

        Because(Context context, Function<String, DeviceAction> step) {
            super(context);
            this.step = step;
        }

        @Override
        DeviceAction action() {
            return step.apply(reason);
        }
    }

    @Command
    private static final class Labelled extends DeviceBulkTask {
        @Option(
                names = "--set",
                paramLabel = "KEY=VALUE",
                required = true,
                description = "A label; several times.")
        private Map<String, String> labels = new TreeMap<>();

        Labelled(Context context) {
            super(context);
        }

        @Override
        DeviceAction action() {
            return new DeviceAction.Label(labels);
        }
    }
}
