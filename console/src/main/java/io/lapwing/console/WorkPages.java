package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Pages of jobs, and of steps that wait for a second person.
final class WorkPages {
    static final String JOBS = "/jobs";
    private static final String APPROVALS = "/approvals";
    private static final String ALLOW = APPROVALS + "/{id}/allow";
    private static final String REFUSE = APPROVALS + "/{id}/refuse";
    private static final int PAGE = 50;

    private final Pages pages;
    private final Posts posts;
    private final JobDesk jobs;
    private final ApprovalDesk approvals;

    WorkPages(Pages pages, Posts posts, JobDesk jobs, ApprovalDesk approvals) {
        this.pages = pages;
        this.posts = posts;
        this.jobs = jobs;
        this.approvals = approvals;
    }

    List<Route> routes() {
        Access read = Access.permitted(Permission.JOB_READ);
        Access approve = Access.permitted(Permission.APPROVE);
        return List.of(
                Route.get(JOBS, read, pages.guarded(this::list)),
                Route.get(JOBS + "/{id}", read, pages.guarded(this::job)),
                Route.get(JOBS + "/{id}/refused", read, pages.guarded(this::refused)),
                Route.post(JOBS + "/{id}/cancel", read, pages.guarded(this::cancel)),
                Route.get(APPROVALS, approve, pages.guarded(this::waiting)),
                Route.get(ALLOW, approve, pages.guarded(request -> decision(request, true))),
                Route.post(ALLOW, approve, pages.guarded(request -> decide(request, true))),
                Route.get(REFUSE, approve, pages.guarded(request -> decision(request, false))),
                Route.post(REFUSE, approve, pages.guarded(request -> decide(request, false))));
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

    private Response waiting(Request request) {
        return pages.page(
                pages.frame(request, "Approvals", APPROVALS),
                "approvals",
                approvals.waiting(request.principal()));
    }

    private Response decision(Request request, boolean allow) {
        return pages.ask(request, APPROVALS, form(request, allow));
    }

    private Ask form(Request request, boolean allow) {
        String id = request.pathParameter("id");
        ApprovalDesk.Waiting one =
                approvals.waiting(request.principal()).stream()
                        .filter(waiting -> waiting.id().equals(id))
                        .findFirst()
                        .orElseThrow(() ->
                                new Fault(Fault.Kind.NOT_FOUND, "nothing of this name waits"));
        String path = APPROVALS + "/" + Words.encoded(id);
        String button = allow ? "Allow" : "Refuse";
        Ask ask =
                Ask.of(
                                button + ": " + Words.title(one.step()),
                                path + "/" + button.toLowerCase(Locale.ROOT),
                                button,
                                List.of())
                        .lead(one.requestedBy() + " asks for " + one.object() + ": " + one.reason())
                        .under(new Ask.Crumb(APPROVALS, "Approvals"));
        return allow
                ? ask.dangerous(one.object(), one.warning().orElse("It is done at once."))
                : ask;
    }

    private Response decide(Request request, boolean allow) {
        Form posted = posts.signedIn(request);
        return pages.answered(
                request,
                APPROVALS,
                form(request, allow),
                posted,
                () -> {
                    approvals.decide(request.principal(), request.pathParameter("id"), allow);
                    return Pages.see(APPROVALS);
                });
    }
}
