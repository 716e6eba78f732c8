package io.lapwing.platform;

import io.lapwing.kms.Actor;
import java.util.concurrent.Callable;

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

    Context context() {
        return context;
    }

    Terminal terminal() {
        return context.terminal();
    }
}
