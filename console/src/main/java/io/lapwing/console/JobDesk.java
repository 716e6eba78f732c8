package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Bulk work and how far it is, newest first.
///
/// People see the jobs that they started; those who may read jobs of the whole platform see all.
public interface JobDesk {
    /// Jobs, newest first.
    ///
    /// @param after the identifier of the last job of the page before
    Page<JobView> page(Principal who, Optional<String> after, int limit);

    /// One job.
    Versioned<JobView> find(Principal who, String id);

    /// Asks a job to stop after the piece that it is at: what is done stays done.
    Versioned<JobView> cancel(Principal who, String id);

    /// The rows that an import refused, as CSV with a head: line, device, reason. To be closed.
    ///
    /// `NOT_FOUND` for a job without such a list.
    InputStream refused(Principal who, String id);

    /// A job.
    ///
    /// @param work what it does: `device.suspend`
    /// @param state `queued`, `running`, `done`, `failed`, `cancelled`, or `interrupted` when the platform ended before it
    /// @param startedAt when it was asked for, ISO 8601
    /// @param done how many pieces were tried, `failed` of them in vain
    /// @param total how many there are, as far as is known
    /// @param failures the first of those that failed
    /// @param result what came of it, in a sentence
    record JobView(
            String id,
            String work,
            String state,
            String startedBy,
            String startedAt,
            Optional<String> endedAt,
            long done,
            long failed,
            Optional<Long> total,
            List<Failure> failures,
            Optional<String> result) {}

    /// A piece that failed.
    ///
    /// @param object a DevEUI, a line of a file
    record Failure(String object, String why) {}
}
