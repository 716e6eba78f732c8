package io.lapwing.service.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.AuditLog.AuditRecord;
import io.lapwing.service.Row;
import io.lapwing.service.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A process killed in the middle of its writing loses nothing that it answered.
abstract class KillContract {
    private static final int ROUNDS = 3;
    private static final int ANSWERS_BEFORE_KILL = 300;

    abstract Backend backend();

    private record Answers(Map<Long, Long> versions, Map<Long, Long> records) {}

    @Test
    void killedWriterLosesNothingItAnswered() throws Exception {
        try (Backend backend = backend()) {
            Answers answers = new Answers(new HashMap<>(), new HashMap<>());

            for (int round = 0; round < ROUNDS; round++) {
                killAfterAnswers(backend, answers);

                verify(backend, answers);
            }
        }
    }

    private static void killAfterAnswers(Backend backend, Answers answers) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledWriter.class.getName()));
        command.addAll(backend.address());
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = child.inputReader()) {
            for (int i = 0; i < ANSWERS_BEFORE_KILL; i++) {
                note(out.readLine(), answers);
            }
            boolean _ = child.toHandle().destroyForcibly();
            drain(out, answers);
        } finally {
            child.destroyForcibly();
        }
        child.waitFor();
    }

    private static void note(String line, Answers answers) {
        String[] words = line.split(" ", 3);
        answers.versions.merge(Long.valueOf(words[0]), Long.valueOf(words[1]), Math::max);
        answers.records.put(Long.valueOf(words[2]), Long.valueOf(words[0]));
    }

    /// What the child said before it died; its last line may be cut.
    private static void drain(BufferedReader out, Answers answers) throws IOException {
        String previous = null;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (previous != null) {
                note(previous, answers);
            }
            previous = line;
        }
    }

    private static void verify(Backend backend, Answers answers) {
        try (Store store = backend.open(StoreOptions.of("main"))) {
            long changes = 0;
            for (Map.Entry<Long, Long> answer : answers.versions.entrySet()) {
                Row row = store.get(Facts.device(answer.getKey())).orElseThrow();
                assertThat(row.version()).isGreaterThanOrEqualTo(answer.getValue());
                changes += row.version();
            }
            List<AuditRecord> records = store.audit().read(0, Integer.MAX_VALUE);
            assertThat(records).hasSize((int) store.audit().head().size());
            assertThat(store.audit().head().size()).isEqualTo(changes);
            answers.records.forEach((index, eui) ->
                    assertThat(records.get(index.intValue()).event().object())
                            .isEqualTo(Long.toHexString(eui)));
            assertThat(store.audit().rootAt(changes)).isEqualTo(store.audit().head().root());
        }
    }
}
