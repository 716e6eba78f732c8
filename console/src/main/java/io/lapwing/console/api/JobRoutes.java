package io.lapwing.console.api;

import io.lapwing.console.JobDesk;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/// Bulk work and how far it is.
final class JobRoutes {
    private final JobDesk desk;

    JobRoutes(JobDesk desk) {
        this.desk = desk;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                        "/jobs",
                        Permission.JOB_READ,
                        Operation.items(JobDesk.JobView.class),
                        this::list),
                Operation.get(
                        "/jobs/{id}",
                        Permission.JOB_READ,
                        Operation.versioned(JobDesk.JobView.class),
                        call -> Answers.versioned(desk.find(call.who(), call.path("id")))),
                Operation.get(
                        "/jobs/{id}/refused",
                        Permission.JOB_READ,
                        new Operation.Gives.Stream(Set.of(MediaTypes.CSV)),
                        this::refused),
                Operation.post(
                        "/jobs/{id}/cancel",
                        Permission.JOB_READ,
                        Operation.nothing(),
                        Operation.versioned(JobDesk.JobView.class),
                        call -> Answers.versioned(desk.cancel(call.who(), call.path("id")))));
    }

    private Response refused(Call call) {
        InputStream rows = desk.refused(call.who(), call.path("id"));
        return Response.streamed(
                        MediaTypes.CSV + "; charset=utf-8",
                        out -> {
                            try (rows) {
                                rows.transferTo(out);
                            }
                        })
                .with("Content-Disposition", "attachment; filename=\"refused.csv\"");
    }

    private Response list(Call call) {
        return Answers.page(call, desk.page(call.who(), call.after(), call.limit()));
    }
}
