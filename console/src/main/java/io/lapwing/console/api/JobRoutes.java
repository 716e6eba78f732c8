package io.lapwing.console.api;

import io.lapwing.console.JobDesk;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.util.List;

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
                Operation.post(
                        "/jobs/{id}/cancel",
                        Permission.JOB_READ,
                        Operation.nothing(),
                        Operation.versioned(JobDesk.JobView.class),
                        call -> Answers.versioned(desk.cancel(call.who(), call.path("id")))));
    }

    private Response list(Call call) {
        return Answers.page(call, desk.page(call.who(), call.after(), call.limit()));
    }
}
