package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Tells a story on the terminal, chapter by chapter, and keeps what was checked.
final class Narrator {
    /// Where the details stand, so that they form a column.
    private static final int CLAIM_COLUMNS = 66;

    /// "ok", and what stands between it and the claim.
    private static final int MARK_COLUMNS = 6;

    private final Terminal terminal;
    private final boolean aloud;
    private final List<Chapter> chapters = new ArrayList<>();

    /// @param aloud whether the story is printed, or only kept
    Narrator(Terminal terminal, boolean aloud) {
        this.terminal = terminal;
        this.aloud = aloud;
    }

    private record Chapter(String title, List<StoryReport.Step> steps) {
        long count(boolean held) {
            return steps.stream().filter(step -> step.held() == held).count();
        }

        long millis() {
            return steps.stream().mapToLong(StoryReport.Step::millis).sum();
        }
    }

    /// Lets a story be told to its end, and ends it with its table.
    StoryReport hear(Story story) {
        chapters.clear();
        try {
            story.tell(this);
        } catch (Fault fault) {
            check(
                    "the-end",
                    "The story comes to its end",
                    () -> Verdict.of(false, fault.getMessage()));
        }
        StoryReport report =
                StoryReport.of(
                        story.name(), chapters.stream().flatMap(c -> c.steps().stream()).toList());
        if (aloud) {
            conclude(report);
        }
        return report;
    }

    /// Begins a chapter.
    ///
    /// @param text what happens in it
    void chapter(String title, String text) {
        if (aloud) {
            if (!chapters.isEmpty()) {
                terminal.line();
            }
            terminal.heading((chapters.size() + 1) + ". " + title);
            wrapped(text).forEach(terminal::line);
        }
        chapters.add(new Chapter(title, new ArrayList<>()));
    }

    /// Checks one thing: a fault on the way means that it is not so.
    ///
    /// @param name as in [StoryReport.Step]
    /// @return whether it is so
    boolean check(String name, String claim, Supplier<Verdict> work) {
        long startedNanos = System.nanoTime();
        Verdict verdict;
        try {
            verdict = work.get();
        } catch (Fault fault) {
            verdict = Verdict.of(false, fault.getMessage());
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        if (chapters.isEmpty()) {
            chapter("Before it begins", "");
        }
        chapters.getLast()
                .steps()
                .add(new StoryReport.Step(name, claim, verdict.held(), verdict.detail(), millis));
        if (aloud) {
            show(claim, verdict);
        }
        return verdict.held();
    }

    private void show(String claim, Verdict verdict) {
        String text = ("%-" + CLAIM_COLUMNS + "s  %s").formatted(claim, verdict.detail()).strip();
        if (verdict.held()) {
            terminal.good(cut(text));
        } else {
            terminal.bad(text);
        }
    }

    private String cut(String text) {
        int most = terminal.columns() - MARK_COLUMNS;
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > terminal.columns()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    private void conclude(StoryReport report) {
        TextTable table = new TextTable("Chapter", "Checks", "True", "False", "ms");
        for (Chapter chapter : chapters) {
            table.row(
                    chapter.title(),
                    chapter.steps().size(),
                    chapter.count(true),
                    chapter.count(false),
                    chapter.millis());
        }
        terminal.line();
        terminal.table(table);
        terminal.line();
        int all = report.steps().size();
        if (report.held()) {
            terminal.good("all " + all + " checks are true");
        } else {
            List<String> broken =
                    report.steps().stream()
                            .filter(step -> !step.held())
                            .map(StoryReport.Step::name)
                            .toList();
            terminal.bad(
                    "%d of %d checks are not true: %s"
                            .formatted(broken.size(), all, String.join(", ", broken)));
        }
    }
}
