package io.lapwing.service.jobs;

/// What a job does.
@FunctionalInterface
public interface Work {
    /// Does it, and returns when it is done or was cancelled.
    ///
    /// @return what came of it, in a sentence
    /// @throws io.lapwing.crypto.Fault whose message becomes the job's problem
    String run(Control control);

    /// How work tells where it is. For the thread that runs it.
    interface Control {
        /// The identifier of the job.
        String job();

        /// Says how far it is.
        ///
        /// @param total 0 while it is not known
        void progress(long done, long total);

        /// Says that a piece failed, and the work goes on.
        void failed(String object, String why);

        /// Whether to stop after the piece that it is at: what is done stays done.
        boolean isCancelled();
    }
}
