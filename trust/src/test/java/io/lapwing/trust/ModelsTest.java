package io.lapwing.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both profiles under SPIN: the published one has its attacks, the other none, and both can succeed.
class ModelsTest {
    private static final Path MODELS =
            Path.of(System.getProperty("basedir", "trust"), "src", "main", "models")
                    .toAbsolutePath();
    private static final Pattern ERRORS = Pattern.compile("errors: (\\d+)");
    private static final Pattern STATES = Pattern.compile("(\\d+) states, stored");
    private static final int LIMIT_S = 60;

    /// No assertion can fail with this property: only what is reached counts.
    private static final String NO_PROPERTY = "-DPROPERTY=9";

    @TempDir private Path folder = Path.of("");

    /// What SPIN says of a model.
    ///
    /// @param violated the assertion that fails, or nothing
    private record Verdict(int errors, int states, String violated, String output) {}

    @ParameterizedTest(name = "{0} has attack {1}: {2}")
    @CsvSource({
        "translation, 1, an old key comes back",
        "translation, 2, a key is taken for another sender's",
        "translation, 3, the initiator ends with another node than it meant",
        "translation, 4, one run of the initiator is two of the responder",
        "translation, 5, its own challenge comes back to the initiator",
        "membership, 1, an older list comes back",
        "membership, 2, a ticket outlives the revocation of its holder",
        "membership, 3, the group goes on under a key that a revoked node holds",
        "membership, 4, an old group key comes back",
        "join, 1, who reads the label later has the master key",
        "join, 2, a label lets in more than once",
        "join, 3, what the Central Entity says is altered on its way",
        "join, 4, who reads the label after its use comes in"
    })
    void findsTheAttacksOnWhatWasPublished(String model, int property, String attack) {
        Verdict verdict = check(model, "-DTIES", "-DPROPERTY=" + property);

        assertThat(verdict.errors()).as(attack).isEqualTo(1);
        assertThat(verdict.violated()).contains(property + "!=");
    }

    @ParameterizedTest
    @CsvSource({"translation,", "translation, -DINDIRECT", "membership,", "join,", "proof,"})
    void findsNoAttackOnProfileLapwing(String model, String variant) {
        Verdict verdict = variant == null ? check(model) : check(model, variant);

        assertThat(verdict.violated()).isEmpty();
        assertThat(verdict.errors()).isZero();
        assertThat(verdict.states()).isGreaterThan(100);
        assertThat(verdict.output()).doesNotContain("Search not completed", "max search depth");
    }

    @ParameterizedTest
    @CsvSource({
        "translation, -DINDIRECT",
        "translation, -DTIES",
        "translation, -DDIRECT",
        "membership, -DTIES",
        "membership, -DLAPWING",
        "join, -DTIES",
        "join, -DLAPWING",
        "proof, -DLAPWING"
    })
    void reachesSuccess(String model, String variant) {
        Verdict verdict = check(model, variant, NO_PROPERTY, "-DREACH");

        assertThat(verdict.errors()).isEqualTo(1);
        assertThat(verdict.violated()).startsWith("0 ");
    }

    @ParameterizedTest
    @CsvSource({
        "translation, -DNO_RESPONDER_NONCE",
        "translation, -DNO_IDS",
        "proof, -DNO_VOUCH",
        "proof, -DNO_NUMBER",
        "proof, -DNO_NONCE"
    })
    void needsEachOfItsMeasures(String model, String without) {
        Verdict verdict = check(model, without);

        assertThat(verdict.errors()).isEqualTo(1);
    }

    @Test
    void hasAModelForEachPage() throws IOException {
        try (var files = Files.list(MODELS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "translation.pml", "membership.pml", "join.pml", "proof.pml");
        }
    }

    private Verdict check(String model, String... flags) {
        List<String> spin = new ArrayList<>(List.of("spin", "-a"));
        spin.addAll(List.of(flags));
        spin.add(MODELS.resolve(model + ".pml").toString());
        run(spin);
        run(List.of("gcc", "-O0", "-w", "-DSAFETY", "-o", "pan", "pan.c"));
        String output = run(List.of("./pan", "-m20000", "-n", "-E"));
        return new Verdict(
                number(ERRORS, output), number(STATES, output), violated(output), output);
    }

    private static String violated(String output) {
        Matcher found = Pattern.compile("assertion violated (.*)").matcher(output);
        return found.find() ? found.group(1) : "";
    }

    private static int number(Pattern pattern, String output) {
        Matcher found = pattern.matcher(output);
        assertThat(found.find()).as(output).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private String run(List<String> command) {
        try {
            Path out = folder.resolve("out");
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return fail(command + " took over " + LIMIT_S + " s");
            }
            return Files.readString(out);
        } catch (IOException e) {
            return fail(
                    command.getFirst() + " cannot be run: apt-get install spin gcc libc6-dev", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted", e);
        }
    }
}
