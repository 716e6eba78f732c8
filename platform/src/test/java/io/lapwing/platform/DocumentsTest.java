package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Config;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Role;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents name is there, and what operators have to know is told.
class DocumentsTest {
    private static final Pattern VARIABLE = Pattern.compile("LAPWING_[A-Z_]+");
    private static final Pattern METRIC = Pattern.compile("lapwing_[a-z_]+");
    private static final Pattern FILE = Pattern.compile("[\\w.-]+(/[\\w.-]+)+/?");
    private static final Pattern TYPE =
            Pattern.compile("[A-Z][a-z0-9]+([A-Z][a-z0-9]+)*(\\.[a-z]\\w*)?");
    private static final Pattern PERMISSION =
            Pattern.compile("(?m)^\\|[^|]+\\| `([a-z-]+)` \\|((?:[ ●]*\\|){6})$");
    private static final Pattern KEY = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

    private final List<Document> documents = Document.all();

    @Test
    void leadsEveryLinkToItsPlace() {
        List<String> dead = new ArrayList<>();
        for (Document document : documents) {
            for (String link : document.links()) {
                if (!link.matches("https?:.*") && !leadsSomewhere(document, link)) {
                    dead.add(document.path() + ": " + link);
                }
            }
        }

        assertThat(dead).isEmpty();
    }

    private static boolean leadsSomewhere(Document from, String link) {
        String[] parts = link.split("#", 2);
        Path file = Document.ROOT.resolve(from.path());
        Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        return Files.exists(target)
                && (parts.length == 1
                        || Document.of(Document.ROOT.relativize(target).toString())
                                .anchors()
                                .contains(parts[1]));
    }

    @Test
    void showsConfigurationsThatAreTaken() {
        List<String> wrong = new ArrayList<>();
        for (Document document : documents) {
            for (Document.Fence fence : document.fences()) {
                if (fence.language().equals("toml")) {
                    try {
                        Config.parse(
                                document.path().toString(), fence.text(), PlatformConfig.class);
                    } catch (Fault e) {
                        wrong.add(e.getMessage());
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void namesConfigurationKeysThatThereAre() {
        Set<String> keys = keys("", PlatformConfig.class);
        Set<String> sections =
                keys.stream().map(key -> key.replaceFirst("\\..*", "")).collect(Collectors.toSet());

        List<String> wrong = new ArrayList<>();
        for (Document document : documents) {
            document.spans().stream()
                    .filter(span ->
                            KEY.matcher(span).matches()
                                    && sections.contains(span.replaceFirst("\\..*", "")))
                    .filter(span ->
                            keys.stream().noneMatch(key -> (key + ".").startsWith(span + ".")))
                    .forEach(span -> wrong.add(document.path() + ": " + span));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void tellsOperatorsEveryConfigurationKey() {
        Set<String> untold = keys("", PlatformConfig.class);

        untold.removeAll(Set.copyOf(Document.of("docs/configuration.md").spans()));

        assertThat(untold).isEmpty();
    }

    private static Set<String> keys(String path, Class<?> record) {
        Set<String> keys = new TreeSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            String key =
                    path
                            + component
                                    .getName()
                                    .replaceAll("([A-Z])", "-$1")
                                    .toLowerCase(Locale.ROOT);
            Class<?> type = inside(component.getGenericType());
            if (type.isRecord()) {
                keys.addAll(keys(key + ".", type));
            } else {
                keys.add(key);
            }
        }
        return keys;
    }

    private static Class<?> inside(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            return inside(generic.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }

    @Test
    void namesVariablesAndMetricsThatThereAre() {
        String sources = Document.sources("/src/main/");

        assertThat(found(VARIABLE)).isNotEmpty().allMatch(sources::contains);
        assertThat(found(METRIC)).isNotEmpty().allMatch(sources::contains);
    }

    @Test
    void tellsWhatEachRoleMayDo() {
        Map<String, String> told = new TreeMap<>();
        PERMISSION
                .matcher(Document.of("docs/people.md").prose())
                .results()
                .forEach(row -> told.put(row.group(1), row.group(2).replace(" ", "")));

        Map<String, String> held = new TreeMap<>();
        for (Permission permission : Permission.values()) {
            held.put(
                    permission.word(),
                    Stream.of(Role.values())
                            .map(role -> permission.isOf(role) ? "●|" : "|")
                            .collect(Collectors.joining()));
        }

        assertThat(told).isEqualTo(held);
    }

    private Set<String> found(Pattern pattern) {
        return documents.stream()
                .flatMap(document ->
                        Stream.concat(
                                Stream.of(document.prose()),
                                document.fences().stream().map(Document.Fence::text)))
                .flatMap(text -> pattern.matcher(text).results().map(MatchResult::group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesFilesThatThereAre() {
        List<String> missing = new ArrayList<>();
        for (Document document : documents) {
            document.spans().stream()
                    .filter(span ->
                            FILE.matcher(span).matches()
                                    && Files.isDirectory(
                                            Document.ROOT.resolve(span.replaceFirst("/.*", ""))))
                    .filter(span -> !span.startsWith("target/") && !span.contains("/target/"))
                    .filter(span -> !Files.exists(Document.ROOT.resolve(span)))
                    .forEach(span -> missing.add(document.path() + ": " + span));
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void namesTypesAndTestsThatThereAre() {
        Set<String> types = new TreeSet<>();
        String sources = Document.sources("/src/");
        Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)")
                .matcher(sources)
                .results()
                .forEach(type -> types.add(type.group(1)));

        List<String> missing = new ArrayList<>();
        for (Document document : documents) {
            document.spans().stream()
                    .filter(span ->
                            TYPE.matcher(span).matches()
                                    && (span.contains("Test") || isForEngineers(document)))
                    .filter(span -> !isThere(span, types, sources))
                    .forEach(span -> missing.add(document.path() + ": " + span));
        }

        assertThat(missing).isEmpty();
    }

    private static boolean isForEngineers(Document document) {
        return Set.of("ARCHITECTURE.md", "CONTRIBUTING.md").contains(document.path().toString())
                || document.path().startsWith("docs/decisions");
    }

    private static boolean isThere(String span, Set<String> types, String sources) {
        String[] parts = span.split("\\.", 2);
        return types.contains(parts[0])
                && (parts.length == 1 || sources.contains(" " + parts[1] + "("));
    }
}
