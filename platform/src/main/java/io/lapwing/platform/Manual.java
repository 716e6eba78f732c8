package io.lapwing.platform;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/// The pages of `lapwing help`.
///
/// The first page and the page of a command have the same parts in the same order: synopsis, purpose, commands,
/// options, examples or exit codes.
final class Manual {
    private static final int NAME_COLUMN = 14;

    private static final List<String> FRONT_PAGE =
            List.of(
                    UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
                    UsageMessageSpec.SECTION_KEY_SYNOPSIS,
                    UsageMessageSpec.SECTION_KEY_DESCRIPTION,
                    UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
                    UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
                    UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                    UsageMessageSpec.SECTION_KEY_FOOTER);

    private Manual() {}

    /// Gives every command its page.
    static void write(CommandLine top, List<Section> sections) {
        CommandSpec spec = top.getCommandSpec();
        spec.addOption(helpOption());
        everyPage(top);
        UsageMessageSpec page = spec.usageMessage();
        page.customSynopsis("lapwing [options] COMMAND [arguments]");
        page.description(
                "%nLapwing issues, guards, distributes and retires the keys of low-power wide-area"
                        + " devices, and answers their joins.");
        page.optionListHeading("%n@|bold Options of every command|@%n");
        page.footer(frontFooter());
        page.sectionKeys(FRONT_PAGE);
        page.sectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
                        help -> commandList(help, sections));
        page.sectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                        help -> help.optionListExcludingGroups(spec.options()));
    }

    private static OptionSpec helpOption() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Show the page of this command.")
                .build();
    }

    private static void everyPage(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec page = spec.usageMessage();
        page.synopsisHeading("@|bold Usage:|@ ");
        page.descriptionHeading("%n");
        page.optionListHeading(ownOptions(spec).isEmpty() ? "" : "%n@|bold Options|@%n");
        page.parameterListHeading(spec.positionalParameters().isEmpty() ? "" : "%n");
        page.commandListHeading("%n@|bold Commands|@%n");
        page.sortOptions(false);
        if (page.customSynopsis().length == 0) {
            page.customSynopsis(synopsis(spec));
        }
        page.sectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                        help -> help.optionListExcludingGroups(ownOptions(help.commandSpec())));
        command.getSubcommands().values().forEach(Manual::everyPage);
    }

    /// The options that are not those of every command.
    private static List<OptionSpec> ownOptions(CommandSpec spec) {
        return spec.options().stream().filter(option -> !option.inherited()).toList();
    }

    private static String synopsis(CommandSpec spec) {
        Stream<String> options = ownOptions(spec).isEmpty() ? Stream.of() : Stream.of("[options]");
        Stream<String> command = spec.subcommands().isEmpty() ? Stream.of() : Stream.of("COMMAND");
        Stream<String> positions = spec.positionalParameters().stream().map(Manual::position);
        return Stream.of(Stream.of(spec.qualifiedName()), options, command, positions)
                .flatMap(part -> part)
                .collect(Collectors.joining(" "));
    }

    private static String position(PositionalParamSpec position) {
        String label = position.paramLabel() + (position.arity().max() > 1 ? " ..." : "");
        return position.arity().min() == 0 ? "[" + label + "]" : label;
    }

    private static String commandList(Help help, List<Section> sections) {
        var text = new StringBuilder();
        for (Section section : sections) {
            text.append(help.createHeading("%n@|bold " + section.title() + "|@%n"));
            help.subcommands().values().stream()
                    .map(Help::commandSpec)
                    .filter(section::holds)
                    .forEach(spec -> text.append(entry(help, spec)));
        }
        return text.toString();
    }

    private static String entry(Help help, CommandSpec spec) {
        String name = ("  %-" + NAME_COLUMN + "s").formatted(spec.name());
        return help.colorScheme().commandText(name) + purpose(spec) + System.lineSeparator();
    }

    /// The first line of its description.
    private static String purpose(CommandSpec spec) {
        return spec.usageMessage().description()[0];
    }

    private static String[] frontFooter() {
        var codes =
                Arrays.stream(ExitCode.values())
                        .map(code -> "  %-3d %s".formatted(code.number(), code.meaning()));
        return Stream.of(
                        Stream.of("", "@|bold Exit codes|@"),
                        codes,
                        Stream.of(
                                "",
                                "@|bold Environment|@",
                                "  LAPWING_DATA       the data folder, when --data does not say",
                                "  LAPWING_JAVA_HOME  the JDK to use; else JAVA_HOME, PATH and the usual folders",
                                "  LAPWING_JAVA_OPTS  further options for the Java machine",
                                "  NO_COLOR           plain text",
                                "",
                                "More of a command: lapwing help COMMAND. Guides: the docs folder."))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }
}
