package io.lapwing.console;

import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Pages of jobs.
final class WorkPages {
    static final String JOBS = "/jobs";
    private static final int PAGE = 50;

    private final Pages pages;
    private final Posts posts;
    private final JobDesk jobs;

    WorkPages(Pages pages, Posts posts, JobDesk jobs) {
        this.pages = pages;
        this.posts = posts;
        this.jobs = jobs;
    }

    List<Route> routes() {
        Access read = Access.permitted(Permission.JOB_READ);
        return List.of(
                Route.get(JOBS, read, pages.guarded(this::list)),
                Route.get(JOBS + "/{id}", read, pages.guarded(this::job)),
                Route.get(JOBS + "/{id}/refused", read, pages.guarded(this::refused)),
                Route.post(JOBS + "/{id}/cancel", read, pages.guarded(this::cancel)));
    }

    /// A job as its page shows it.
    record Shown(JobDesk.JobView job) {
        boolean isOpen() {
            return job.state().equals("running") || job.state().equals("queued");
        }

        /// Whether there is a list of refused rows to download.
        boolean isListed() {
            return job.work().equals("device.import") && !isOpen() && job.failed() > 0;
        }

        /// How far it is, 0 to 100.
        long percent() {
            long total = job.total().orElse(0L);
            if (total <= 0) {
                return job.state().equals("done") ? 100 : 0;
            }
            return Math.clamp(job.done() * 100 / total, 0, 100);
        }

        long failedPercent() {
            long total = Math.max(1, job.total().orElse(Math.max(1, job.done())));
            return Math.clamp(job.failed() * 100 / total, job.failed() > 0 ? 1 : 0, 100);
        }
    }

    private Response list(Request request) {
        Optional<String> after = request.query("after").filter(text -> !text.isEmpty());
        Page<JobDesk.JobView> page = jobs.page(request.principal(), after, PAGE);
        Page<Shown> shown = new Page<>(page.items().stream().map(Shown::new).toList(), page.next());
        return pages.page(pages.frame(request, "Jobs", JOBS), "jobs", shown);
    }

    private Response job(Request request) {
        Shown shown =
                new Shown(jobs.find(request.principal(), request.pathParameter("id")).value());
        Frame frame = pages.frame(request, Words.title(shown.job().work()), JOBS);
        return pages.page(frame, Pages.partial(request, "living") ? "jobLiving" : "job", shown);
    }

    private Response refused(Request request) {
        InputStream rows = jobs.refused(request.principal(), request.pathParameter("id"));
        return Response.streamed(
                        "text/csv; charset=utf-8",
                        out -> {
                            try (rows) {
                                rows.transferTo(out);
                            }
                        })
                .with("Content-Disposition", "attachment; filename=\"refused.csv\"");
    }

    private Response cancel(Request request) {
        Form _ = posts.signedIn(request);
        String id = request.pathParameter("id");
        Versioned<JobDesk.JobView> _ = jobs.cancel(request.principal(), id);
        return Pages.see(JOBS + "/" + Words.encoded(id));
    }
}
