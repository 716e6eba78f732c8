package io.lapwing.service.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A piece of work and how far it is.
///
/// @param id rises with time
/// @param kind what it does: `device.import`
/// @param startedBy who asked, as the audit log names him
/// @param owner the tenant within whose scope it works; empty: the platform
/// @param instance the process that runs it, by the name of its audit log
/// @param argument what a restartable kind goes on with; never a secret
/// @param done how many pieces were tried, `failed` of them in vain
/// @param total how many there are, as far as is known
/// @param failures the first pieces that failed, at most [#MAX_FAILURES]
/// @param result what came of it, or what the problem is, in a sentence
public record Job(
        String id,
        String kind,
        String startedBy,
        Optional<String> owner,
        String instance,
        String argument,
        State state,
        long done,
        long failed,
        Optional<Long> total,
        List<Failure> failures,
        Instant askedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<String> result) {
    /// The most failures that are kept.
    public static final int MAX_FAILURES = 20;

    static final int MAX_TEXT_LENGTH = 1_000;

    /// Where a job stands.
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED,
        /// The process ended before the job did, and its kind does not go on.
        INTERRUPTED;

        /// Its name outside: `running`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether nothing more happens.
        public boolean isEnd() {
            return switch (this) {
                case QUEUED, RUNNING -> false;
                case DONE, FAILED, CANCELLED, INTERRUPTED -> true;
            };
        }
    }

    /// A piece that failed.
    ///
    /// @param object a DevEUI, a line of a file
    public record Failure(String object, String why) {
        public Failure {
            object = bounded(object);
            why = bounded(why);
        }
    }

    public Job {
        failures = List.copyOf(failures);
        result = result.map(Job::bounded);
    }

    private static String bounded(String text) {
        return text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH);
    }

    Job running(Instant now) {
        return in(State.RUNNING, Optional.of(startedAt.orElse(now)), Optional.empty(), result);
    }

    Job ended(State end, Instant now, Optional<String> what) {
        return in(end, startedAt, Optional.of(now), what);
    }

    private Job in(
            State next, Optional<Instant> from, Optional<Instant> to, Optional<String> what) {
        return new Job(
                id, kind, startedBy, owner, instance, argument, next, done, failed, total, failures,
                askedAt, from, to, what);
    }

    Job at(long newDone, Optional<Long> newTotal) {
        return new Job(
                id, kind, startedBy, owner, instance, argument, state, newDone, failed, newTotal,
                failures, askedAt, startedAt, endedAt, result);
    }

    Job withFailure(Failure failure) {
        List<Failure> more = new ArrayList<>(failures);
        if (more.size() < MAX_FAILURES) {
            more.add(failure);
        }
        return new Job(
                id,
                kind,
                startedBy,
                owner,
                instance,
                argument,
                state,
                done,
                failed + 1,
                total,
                more,
                askedAt,
                startedAt,
                endedAt,
                result);
    }
}
