package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class NarratorTest {
    private static final int COLUMNS = 100;

    private final StringWriter out = new StringWriter();
    private final Trial trial = new Trial();

    @Test
    void aStoryHoldsWhenAllItsChecksDo() {
        StoryReport report =
                hear(narrator -> {
                    narrator.chapter("One", "It begins.");
                    narrator.check("a", "A holds", () -> Verdict.of(true, "seen"));
                    narrator.check("b", "B holds", () -> Verdict.of(true, ""));
                });

        assertThat(report.held()).isTrue();
        assertThat(report.steps()).extracting(StoryReport.Step::name).containsExactly("a", "b");
        assertThat(out.toString())
                .contains("1. One\nIt begins.\nok    A holds")
                .endsWith("ok    all 2 checks are true\n");
    }

    @Test
    void oneCheckThatDoesNotHoldBreaksTheStoryAndIsNamed() {
        StoryReport report =
                hear(narrator -> {
                    narrator.check("a", "A holds", () -> Verdict.of(true, ""));
                    narrator.check("b", "B holds", () -> Verdict.of(false, "it was C"));
                });

        assertThat(report.held()).isFalse();
        assertThat(out.toString())
                .contains("FAIL  B holds")
                .contains("it was C")
                .endsWith("FAIL  1 of 2 checks are not true: b\n");
    }

    @Test
    void aFaultInACheckMeansThatItDoesNotHoldAndTheStoryGoesOn() {
        StoryReport report =
                hear(narrator -> {
                    narrator.check("a", "A holds", failing("no answer"));
                    narrator.check("b", "B holds", () -> Verdict.of(true, ""));
                });

        assertThat(report.steps()).extracting(StoryReport.Step::held).containsExactly(false, true);
        assertThat(report.steps().getFirst().detail()).isEqualTo("no answer");
    }

    @Test
    void aFaultBetweenChecksEndsTheStoryBroken() {
        StoryReport report =
                hear(narrator -> {
                    narrator.check("a", "A holds", () -> Verdict.of(true, ""));
                    throw new Fault(Fault.Kind.UNAVAILABLE, "the store is gone");
                });

        assertThat(report.held()).isFalse();
        assertThat(report.steps().getLast().detail()).isEqualTo("the store is gone");
    }

    @Test
    void aStoryThatChecksNothingDoesNotHold() {
        StoryReport report = hear(narrator -> narrator.chapter("One", "Words."));

        assertThat(report.held()).isFalse();
    }

    @Test
    void noLineOfAStoryThatHoldsIsWiderThanTheTerminal() {
        hear(narrator -> {
            narrator.chapter("One", "word ".repeat(60));
            narrator.check("a", "claim ".repeat(20), () -> Verdict.of(true, "seen ".repeat(20)));
        });

        assertThat(out.toString().lines()).allMatch(line -> line.length() <= COLUMNS);
    }

    @Test
    void theCommandFailsWithABrokenStoryAndSucceedsWithAGoodOne() {
        Story good = story("good", narrator -> narrator.check("a", "A", () -> yes(true)));
        Story broken = story("broken", narrator -> narrator.check("b", "B", () -> yes(false)));

        assertThat(demo(good, broken)).isEqualTo(ExitCode.DONE.number());
        assertThat(demo(good, broken, "broken")).isEqualTo(ExitCode.FAILED.number());
        assertThat(demo(good, broken, "all")).isEqualTo(ExitCode.FAILED.number());
    }

    private int demo(Story first, Story second, String... arguments) {
        Context context = new Context(trial.surroundings(), new GlobalOptions(), Optional.empty());
        return new CommandLine(new DemoCommand(context, new Stories(List.of(first, second))))
                .execute(arguments);
    }

    private StoryReport hear(Consumer<Narrator> telling) {
        Terminal terminal =
                new Terminal(
                        new PrintWriter(out),
                        new PrintWriter(new StringWriter()),
                        COLUMNS,
                        /* colour= */ false,
                        /* quiet= */ false);
        return new Narrator(terminal, true).hear(story("test", telling));
    }

    private static Story story(String name, Consumer<Narrator> telling) {
        return new Story() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return "a story of a test";
            }

            @Override
            public void tell(Narrator narrator) {
                telling.accept(narrator);
            }
        };
    }

    private static Verdict yes(boolean held) {
        return Verdict.of(held, "");
    }

    private static Supplier<Verdict> failing(String why) {
        return () -> {
            throw new Fault(Fault.Kind.UNAVAILABLE, why);
        };
    }
}
