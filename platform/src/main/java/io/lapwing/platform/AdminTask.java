package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.service.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// A command of an administrator: it works on the opened platform, wherever that is open. While a platform runs on the
/// data folder the command runs inside of it, through [AdminSocket]; otherwise it opens the folder for itself.
abstract class AdminTask implements Callable<Integer> {
    private final Context context;

    AdminTask(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return context.administer(this);
    }

    /// Does the work.
    ///
    /// @param actor the user who asked
    abstract ExitCode run(Platform platform, Actor actor);

    /// Whether the command reads standard input, at most [AdminFrames#MAX_TEXT_BYTES].
    boolean readsInput() {
        return false;
    }

    /// What a person at a terminal is asked for in place of standard input; what is typed then is not shown.
    Optional<String> prompt() {
        return Optional.empty();
    }

    /// Writes the result: a JSON document where that was asked for, else text.
    ExitCode answer(Object result, Consumer<Terminal> text) {
        if (context.json()) {
            terminal().line(Json.strict().build().pretty(result));
        } else {
            text.accept(terminal());
        }
        return ExitCode.DONE;
    }

    /// A file as the caller named it.
    Path file(Path named) {
        return context.file(named);
    }

    /// The text of a file, or standard input where none is named; without white space around it.
    String text(Optional<Path> named) {
        if (named.isEmpty()) {
            return context.input(prompt()).strip();
        }
        Path file = file(named.get());
        try {
            if (Files.size(file) > AdminFrames.MAX_TEXT_BYTES) {
                throw Fault.badInput(
                        file + " is longer than " + AdminFrames.MAX_TEXT_BYTES + " bytes");
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, file + " cannot be read: want a text file", e);
        }
    }

    Context context() {
        return context;
    }

    Terminal terminal() {
        return context.terminal();
    }
}
