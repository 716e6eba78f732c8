package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/// What the library drags onto a device: modules of the pure ring, two modules of the JDK, and nothing else.
class DependenciesTest {
    private static final Path ROOT = root();

    /// Where there is a module `oscore`, the library may need it.
    private static final Set<String> MODULES = Set.of("crypto", "lorawan", "radio", "oscore");

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("ARCHITECTURE.md"))) {
            here = Objects.requireNonNull(here.getParent(), "run it in a clone");
        }
        return here;
    }

    @Test
    void needsNoLibraries() throws Exception {
        Set<String> needed = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of("device"));
        while (!open.isEmpty()) {
            for (String dependency : runtimeDependencies(open.pop())) {
                if (needed.add(dependency) && dependency.startsWith("io.lapwing:lapwing-")) {
                    open.push(dependency.substring("io.lapwing:lapwing-".length()));
                }
            }
        }

        assertThat(needed)
                .contains("io.lapwing:lapwing-crypto", "io.lapwing:lapwing-lorawan")
                .isSubsetOf(
                        MODULES.stream().map(module -> "io.lapwing:lapwing-" + module).toList());
    }

    private static Set<String> runtimeDependencies(String module) throws Exception {
        Element project =
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(ROOT.resolve(module).resolve("pom.xml").toFile())
                        .getDocumentElement();
        Set<String> found = new TreeSet<>();
        NodeList all = project.getElementsByTagName("dependency");
        for (int i = 0; i < all.getLength(); i++) {
            Element dependency = (Element) all.item(i);
            Node scope = dependency.getElementsByTagName("scope").item(0);
            if (scope == null || !Set.of("test", "provided").contains(scope.getTextContent())) {
                found.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
            }
        }
        return found;
    }

    private static String text(Element parent, String tag) {
        return parent.getElementsByTagName(tag).item(0).getTextContent();
    }

    @Test
    void needsNoMoreOfJavaThanItsImageHas() throws Exception {
        Map<String, Set<String>> modules = new TreeMap<>();
        Path classes =
                Path.of(KeySlots.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("io/lapwing/device"))) {
            for (Path file : files.filter(DependenciesTest::isOfTheLibrary).toList()) {
                for (Class<?> type : referred(file)) {
                    String module = type.getModule().getName();
                    if (module != null) {
                        modules.computeIfAbsent(module, _ -> new TreeSet<>())
                                .add(file.getFileName().toString().replaceFirst("[$.].*", ""));
                    }
                }
            }
        }

        assertThat(modules).containsOnlyKeys("java.base", "jdk.net", "java.smartcardio");
        assertThat(modules.get("java.smartcardio")).containsExactly("PcscChannel");
    }

    /// Under some builds the tests' classes lie beside the library's: theirs are those with a source among the tests.
    private static boolean isOfTheLibrary(Path file) {
        String name = file.getFileName().toString().replaceFirst("[$.].*", "");
        return file.toString().endsWith(".class")
                && Files.exists(
                        ROOT.resolve("device/src/main/java/io/lapwing/device")
                                .resolve(name + ".java"));
    }

    private static Set<Class<?>> referred(Path file) throws IOException, ClassNotFoundException {
        Set<Class<?>> types = new HashSet<>();
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
            if (entry instanceof ClassEntry type && !type.asInternalName().startsWith("[")) {
                String name = type.asInternalName().replace('/', '.');
                types.add(
                        Class.forName(
                                name,
                                /* initialize= */ false,
                                DependenciesTest.class.getClassLoader()));
            }
        }
        return types;
    }
}
