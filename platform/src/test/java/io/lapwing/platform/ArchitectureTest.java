package io.lapwing.platform;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rings: what each module may import, and what the pure ones may do.
class ArchitectureTest {
    private static final String TOP = "io.lapwing.";

    /// Which modules each module may import; see `ARCHITECTURE.md`.
    private static final Map<String, List<String>> MAY_IMPORT =
            Map.ofEntries(
                    mayImport("crypto"),
                    mayImport("lorawan", "crypto"),
                    mayImport("radio", "crypto"),
                    mayImport("oscore", "crypto"),
                    mayImport("vault", "crypto"),
                    mayImport("service", "crypto"),
                    mayImport("device", "crypto", "lorawan", "radio", "oscore", "vault"),
                    mayImport("kms", "crypto", "lorawan", "vault", "service"),
                    mayImport("joinserver", "crypto", "lorawan", "service"),
                    mayImport("trust", "crypto", "oscore", "vault", "service"),
                    mayImport("console", "crypto", "service"),
                    mayImport("safe"),
                    mayImport(
                            "platform",
                            "crypto",
                            "lorawan",
                            "radio",
                            "oscore",
                            "vault",
                            "service",
                            "device",
                            "kms",
                            "joinserver",
                            "trust",
                            "console"));

    /// The pure ring without its native boundary, which is one package below `crypto` for each library.
    private static final String[] PURE = {
        "io.lapwing.crypto", "io.lapwing.lorawan..", "io.lapwing.radio..", "io.lapwing.oscore.."
    };

    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.lapwing");

    private static Map.Entry<String, List<String>> mayImport(String module, String... others) {
        return Map.entry(module, List.of(others));
    }

    static Stream<String> modules() {
        return MAY_IMPORT.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void importsOnlyInward(String module) {
        List<String> allowed = new ArrayList<>(MAY_IMPORT.getOrDefault(module, List.of()));
        allowed.add(module);

        ArchRule rule =
                noClasses()
                        .that()
                        .resideInAPackage(TOP + module + "..")
                        .should()
                        .dependOnClassesThat(productOutside(allowed));

        rule.check(PRODUCT);
    }

    @Test
    void knowsEveryModule() {
        var found = PRODUCT.stream().map(ArchitectureTest::module).distinct().toList();

        assertThat(found).containsExactlyInAnyOrderElementsOf(MAY_IMPORT.keySet());
    }

    @Test
    void keepsPackagesFlat() {
        classes()
                .should()
                .resideInAnyPackage("io.lapwing.*", "io.lapwing.*.*")
                .because("a package stands one level below its module only at a boundary")
                .check(PRODUCT);
    }

    @Test
    void keepsThePureRingFromTheWorld() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.io..")
                                .or(resideInAPackage("java.net.."))
                                .or(resideInAPackage("java.nio.file.."))
                                .or(resideInAPackage("java.nio.channels.."))
                                .or(resideInAPackage("java.util.logging.."))
                                .or(resideInAPackage("org.slf4j.."))
                                .or(simpleName("Thread"))
                                .or(simpleName("Timer"))
                                .or(simpleName("Executors"))
                                .or(simpleName("ExecutorService")))
                .because("whole fleets run in simulated time, in one thread")
                .check(PRODUCT);
    }

    @Test
    void keepsThePureRingFromClocks() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("time comes in as an argument")
                .check(PRODUCT);
    }

    @Test
    void drawsNoRandomNumbersInLorawan() {
        noClasses()
                .that()
                .resideInAPackage("io.lapwing.lorawan..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.random.RandomGenerator.class)
                .because("randomness comes in as an argument, so that a seed replays a failure")
                .check(PRODUCT);
    }

    @Test
    void callsNativeLibrariesFromPackagesOfTheirOwn() {
        noClasses()
                .that()
                .resideInAPackage("io.lapwing.*")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
                .because("each native library has one package, one level below its module")
                .check(PRODUCT);
    }

    @Test
    void holdsNoStateInStatics() {
        noFields()
                .that()
                .areStatic()
                .and()
                .areNotFinal()
                .should()
                .beDeclaredInClassesThat()
                .resideInAPackage("io.lapwing..")
                .allowEmptyShould(true)
                .check(PRODUCT);
    }

    @Test
    void holdsBytesInRecordsAsValues() {
        fields().that()
                .areDeclaredInClassesThat()
                .areRecords()
                .and()
                .areNotStatic()
                .should()
                .notHaveRawType(describe("an array", JavaClass::isArray))
                .because(
                        "an array in a record compares by identity and can be changed from outside")
                .check(PRODUCT);
    }

    @Test
    void namesNothingAfterNothing() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .resideInAnyPackage("..util..", "..common..")
                .check(PRODUCT);
    }

    @Test
    void endsTheProcessInOnePlace() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.lapwing.platform.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(PRODUCT);
    }

    @Test
    void marksEveryPackageForNullness() {
        var unmarked =
                PRODUCT.stream()
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(p -> !p.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                        .map(p -> p.getName())
                        .toList();

        assertThat(unmarked).isEmpty();
    }

    private static DescribedPredicate<JavaClass> productOutside(List<String> allowed) {
        return describe(
                "are of a module other than " + allowed,
                dependency ->
                        dependency.getPackageName().startsWith(TOP)
                                && !allowed.contains(module(dependency)));
    }

    private static String module(JavaClass type) {
        return type.getPackageName().substring(TOP.length()).replaceFirst("\\..*", "");
    }
}
