package io.lapwing.console.api;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.console.ApprovalDesk.ApprovalView;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// What takes two people.
final class ApprovalRoutes {
    /// How many downloads run at once: each reads many rows.
    static final int DOWNLOADS = 4;

    private static final Set<String> TYPES = Set.of(MediaTypes.CSV, MediaTypes.JSON_LINES);
    private static final int ASK_LIMIT_BYTES = 64 * 1024;

    private final ApprovalDesk desk;
    private final Semaphore downloads = new Semaphore(DOWNLOADS);

    ApprovalRoutes(ApprovalDesk desk) {
        this.desk = desk;
    }

    /// What is asked for.
    ///
    /// @param step `device-export`, `keys-renew`, …
    record NewApproval(
            String step,
            String reason,
            Optional<List<String>> devEuis,
            Optional<DeviceForms.Filter> filter,
            Optional<Map<String, String>> parameters) {
        ApprovalDesk.Wanted wanted() {
            if (devEuis.isPresent() && filter.isPresent()) {
                throw Fault.badInput("devices: want devEuis or filter, one of the two");
            }
            Optional<ApprovalDesk.Selection> devices =
                    devEuis.<ApprovalDesk.Selection>map(ApprovalDesk.Selection.Listed::new)
                            .or(() ->
                                    filter.map(one ->
                                            new ApprovalDesk.Selection.Matching(one.filter())));
            return new ApprovalDesk.Wanted(step, devices, parameters.orElse(Map.of()));
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                        "/approvals",
                        Permission.APPROVAL_ASK,
                        Operation.items(ApprovalView.class),
                        call -> Lists.inOrder(call, desk.list(call.who()), ApprovalView::id)),
                Operation.post(
                        "/approvals",
                        Permission.APPROVAL_ASK,
                        new Operation.Takes.Document(NewApproval.class, ASK_LIMIT_BYTES),
                        new Operation.Gives.Document(201, ApprovalView.class, false, false),
                        this::ask),
                Operation.get(
                        "/approvals/{id}",
                        Permission.APPROVAL_ASK,
                        Operation.one(ApprovalView.class),
                        call -> Answers.one(desk.find(call.who(), call.path("id")))),
                step("approve", Permission.APPROVE, desk::approve),
                step("refuse", Permission.APPROVE, desk::refuse),
                step("withdraw", Permission.APPROVAL_ASK, desk::withdraw),
                Operation.get(
                        "/approvals/{id}/file",
                        Permission.APPROVAL_ASK,
                        new Operation.Gives.Stream(TYPES),
                        this::file));
    }

    @FunctionalInterface
    private interface Step {
        ApprovalView take(io.lapwing.service.people.Principal who, String id);
    }

    private static Operation step(String word, Permission permission, Step step) {
        return Operation.post(
                "/approvals/{id}/" + word,
                permission,
                Operation.nothing(),
                Operation.one(ApprovalView.class),
                call -> Answers.one(step.take(call.who(), call.path("id"))));
    }

    private Response ask(Call call) {
        NewApproval form = call.form(NewApproval.class);
        ApprovalView asked = desk.ask(call.who(), form.wanted(), form.reason());
        return Response.json(201, Answers.JSON, asked)
                .with("Location", Operation.ROOT + "/approvals/" + Answers.encoded(asked.id()));
    }

    /// It is looked up before the answer begins, so that a refusal is a problem and not half a file.
    private Response file(Call call) {
        boolean csv = call.mediaType().equals(MediaTypes.CSV);
        ApprovalDesk.Download download =
                desk.download(call.who(), call.path("id"), csv ? "csv" : "jsonl");
        if (!downloads.tryAcquire()) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED, "downloads: " + DOWNLOADS + " run already; come again");
        }
        return Response.streamed(
                        csv ? MediaTypes.CSV + "; charset=utf-8" : MediaTypes.JSON_LINES,
                        out -> write(download, out))
                .with("Content-Disposition", "attachment; filename=\"" + download.name() + "\"");
    }

    private void write(ApprovalDesk.Download download, OutputStream out) throws IOException {
        try {
            download.content().writeTo(out);
        } finally {
            downloads.release();
        }
    }
}
