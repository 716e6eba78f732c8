package io.lapwing.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A document of the repository (CommonMark, with the anchors of GitHub).
///
/// @param path from the repository's folder
/// @param prose what is outside of its fences
record Document(Path path, String prose, List<Fence> fences) {
    /// The repository.
    static final Path ROOT = Path.of("").toAbsolutePath().resolve("..").normalize();

    private static final Pattern FENCE = Pattern.compile("^( *)```(.*)$");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern NO_PART_OF_AN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N} _-]");

    /// A block of code.
    ///
    /// @param language what stands after its three backticks, empty for none
    record Fence(String language, String text) {}

    Document {
        fences = List.copyOf(fences);
    }

    /// Every document that people read, in the order of their paths.
    static List<Document> all() {
        try (Stream<Path> paths = Files.walk(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(
                            Stream.concat(paths, top),
                            Stream.of(
                                    ROOT.resolve("bench/README.md"),
                                    ROOT.resolve("interop/README.md")))
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .map(Document::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The sources with this in their path, and the launcher, as one text.
    static String sources(String part) {
        try (Stream<Path> modules = Files.list(ROOT)) {
            StringBuilder text = new StringBuilder();
            text.append(Files.readString(ROOT.resolve("lapwing")));
            for (Path module :
                    modules.filter(path -> Files.isDirectory(path.resolve("src"))).toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    for (Path file :
                            files.filter(path -> path.toString().endsWith(".java")).toList()) {
                        text.append(file.toString().contains(part) ? Files.readString(file) : "");
                    }
                }
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param file from the repository's folder
    static Document of(String file) {
        return read(ROOT.resolve(file));
    }

    private static Document read(Path file) {
        try {
            return parse(ROOT.relativize(file), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document parse(Path path, List<String> lines) {
        List<String> prose = new ArrayList<>();
        List<Fence> fences = new ArrayList<>();
        List<String> inside = new ArrayList<>();
        String indent = "";
        Optional<String> language = Optional.empty();
        for (String line : lines) {
            Matcher fence = FENCE.matcher(line);
            if (!fence.find()) {
                (language.isEmpty() ? prose : inside).add(line.replaceFirst("^" + indent, ""));
            } else if (language.isEmpty()) {
                language = Optional.of(fence.group(2).strip());
                indent = fence.group(1);
            } else {
                fences.add(new Fence(language.get(), String.join("\n", inside)));
                inside.clear();
                language = Optional.empty();
                indent = "";
            }
        }
        return new Document(path, String.join("\n", prose), fences);
    }

    /// Code within the text, each on one line.
    List<String> spans() {
        return SPAN.matcher(prose).results().map(span -> span.group(1).replace('\n', ' ')).toList();
    }

    /// Where its links and pictures lead.
    List<String> links() {
        return LINK.matcher(SPAN.matcher(prose).replaceAll("`"))
                .results()
                .map(link -> link.group(1))
                .toList();
    }

    /// What a link to a place in it may name.
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        HEADING.matcher(prose)
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(words -> NO_PART_OF_AN_ANCHOR.matcher(words).replaceAll(""))
                .forEach(words -> anchors.add(words.replace(' ', '-')));
        return anchors;
    }
}
