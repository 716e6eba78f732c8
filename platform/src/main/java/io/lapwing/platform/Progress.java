package io.lapwing.platform;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// How far a long work is: on a terminal one line that rewrites itself, elsewhere a line for each tenth.
///
/// For one thread.
final class Progress implements AutoCloseable {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final @Nullable PrintWriter err;
    private final boolean rewrites;
    private final String what;
    private final long total;
    private long shown = -1;

    Progress(@Nullable PrintWriter err, boolean rewrites, String what, long total) {
        this.err = err;
        this.rewrites = rewrites;
        this.what = what;
        this.total = total;
    }

    /// Says that `done` steps are done. Cheap enough to be called for each.
    void at(long done) {
        long mark = mark(done);
        if (err == null || mark == shown) {
            return;
        }
        shown = mark;
        if (rewrites) {
            err.print(CLEAR_LINE + text(done));
        } else {
            err.println(text(done));
        }
        err.flush();
    }

    /// A percentage on a terminal, a tenth elsewhere, a step of 10,000 when the total is unknown.
    private long mark(long done) {
        if (total <= 0) {
            return done / 10_000;
        }
        long percent = done * 100 / total;
        return rewrites ? percent : percent / 10;
    }

    private String text(long done) {
        return total <= 0
                ? "%s: %,d".formatted(what, done)
                : "%s: %,d of %,d (%d %%)".formatted(what, done, total, done * 100 / total);
    }

    /// Takes the line away.
    @Override
    public void close() {
        if (err != null && rewrites && shown >= 0) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
