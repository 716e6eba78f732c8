package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// What the documents and the manual tell to type is understood.
class CommandLinesTest {
    private static final Pattern READS =
            Pattern.compile(
                    "admin (status|authority|import-key --jwk|kek status|approval list|webhook list"
                            + "|audit (show|verify|key)( --limit \\d+)?)");

    private final List<Document> documents = Document.all();
    private final CommandLine model = Shell.model(new Trial().surroundings());

    @Test
    void tellsToTypeWhatIsUnderstood() {
        List<String> wrong = new ArrayList<>();
        for (Document document : documents) {
            document.fences().stream()
                    .filter(fence -> fence.language().isEmpty())
                    .flatMap(fence -> ShellLines.lapwing(fence.text()).stream())
                    .forEach(line ->
                            complaint(line)
                                    .ifPresent(why -> wrong.add(document.path() + ": " + why)));
        }

        assertThat(wrong).isEmpty();
    }

    /// What only reads, and answers on a folder that is new, is run as it stands in the documents.
    @Test
    void tellsToTypeWhatWorksOnANewFolder(@TempDir Path folder) {
        AdminWorld world = AdminWorld.empty(folder);
        Set<String> lines = new TreeSet<>();
        for (Document document : documents) {
            for (Document.Fence fence : document.fences()) {
                ShellLines.lapwing(fence.text()).stream()
                        .map(words -> String.join(" ", words))
                        .filter(line -> READS.matcher(line).matches())
                        .forEach(lines::add);
            }
        }

        Map<String, String> failed = new TreeMap<>();
        try (Platform platform = world.open()) {
            for (String line : lines) {
                String[] words = line.substring("admin ".length()).split(" ");
                if (world.inside(platform, words) != ExitCode.DONE.number()) {
                    failed.put(line, world.err());
                }
            }
        }

        assertThat(lines).hasSizeGreaterThan(8);
        assertThat(failed).isEmpty();
    }

    @Test
    void givesExamplesThatAreUnderstood() {
        List<String> wrong =
                commands(model)
                        .map(command -> command.getCommandSpec().usageMessage().footer())
                        .flatMap(lines -> ShellLines.lapwing(String.join("\n", lines)).stream())
                        .flatMap(line -> complaint(line).stream())
                        .toList();

        assertThat(wrong).isEmpty();
    }

    @Test
    void givesAnExampleOfEveryCommand() {
        List<String> without =
                commands(model)
                        .filter(command -> command.getSubcommands().isEmpty())
                        .map(CommandLine::getCommandSpec)
                        .filter(spec -> !spec.usageMessage().hidden())
                        .filter(spec ->
                                Stream.of(spec.usageMessage().footer())
                                        .noneMatch(line -> line.contains(spec.qualifiedName())))
                        .map(spec -> spec.qualifiedName())
                        .toList();

        assertThat(without).isEmpty();
    }

    private static Stream<CommandLine> commands(CommandLine top) {
        return Stream.concat(
                Stream.of(top),
                top.getSubcommands().values().stream().flatMap(CommandLinesTest::commands));
    }

    private Optional<String> complaint(List<String> words) {
        try {
            model.parseArgs(words.toArray(String[]::new));
            return unknownOption(words);
        } catch (ParameterException e) {
            return Optional.of("lapwing " + String.join(" ", words) + ": " + e.getMessage());
        }
    }

    /// The launcher reads the options of `test` by itself; the page of its manual names them.
    private Optional<String> unknownOption(List<String> words) {
        if (words.isEmpty() || !words.getFirst().equals("test")) {
            return Optional.empty();
        }
        String page = page("test");
        return words.stream()
                .filter(word -> word.startsWith("--") && !page.contains("  " + word + " "))
                .findFirst()
                .map(word -> "lapwing test has no " + word);
    }

    private String page(String command) {
        Trial trial = new Trial();
        assertThat(trial.run("help", command)).isZero();
        return trial.out();
    }

    @Test
    void tellsEveryOptionThatTheLauncherTakesItself() throws IOException {
        String launcher = Files.readString(Document.ROOT.resolve("lapwing"));
        String page = page("test");

        String reader = launcher.substring(launcher.indexOf("run_tests()"));
        List<String> taken =
                Pattern.compile("(?m)^ +(?:-v \\| )?(--[a-z]+)\\)")
                        .matcher(reader)
                        .results()
                        .map(option -> option.group(1))
                        .toList();

        assertThat(taken).hasSizeGreaterThan(4).allMatch(option -> page.contains("  " + option));
    }

    @Test
    void namesCommandsAndOptionsThatThereAre() {
        List<String> wrong = new ArrayList<>();
        for (Document document : documents) {
            for (String span : document.spans()) {
                for (List<String> line : ShellLines.commands(span)) {
                    unknownWord(line)
                            .ifPresent(word ->
                                    wrong.add(document.path() + ": " + span + ": no " + word));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    /// The first word that is no command, or option of one, in what begins as a command line of the product.
    private Optional<String> unknownWord(List<String> line) {
        boolean named = List.of("lapwing", "./lapwing").contains(line.getFirst());
        if (!named && !model.getSubcommands().containsKey(line.getFirst())) {
            return Optional.empty();
        }
        CommandLine at = model;
        for (String word : named ? line.subList(1, line.size()) : line) {
            CommandLine next = at.getSubcommands().get(word);
            if (next == null && !fits(at, word)) {
                return Optional.of(word);
            }
            at = next == null ? at : next;
        }
        return Optional.empty();
    }

    /// Whether a word that is no command may stand after one: an option that it has, or an argument.
    private boolean fits(CommandLine at, String word) {
        return word.startsWith("--")
                ? takes(at, word)
                : at.getSubcommands().isEmpty() || !word.matches("[a-z-]+");
    }

    private boolean takes(CommandLine command, String option) {
        String name = option.replaceFirst("=.*", "");
        return command.getCommandName().equals("test")
                ? unknownOption(List.of("test", name)).isEmpty()
                : command.getCommandSpec().findOption(name) != null;
    }
}
