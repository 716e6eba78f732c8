package io.lapwing.console.api;

import io.lapwing.console.AuditDesk;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.util.List;
import java.util.OptionalLong;

/// The audit log, newest first.
final class AuditRoutes {
    private final AuditDesk desk;

    AuditRoutes(AuditDesk desk) {
        this.desk = desk;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                                "/audit",
                                Permission.AUDIT_READ,
                                Operation.items(AuditDesk.AuditView.class),
                                this::list)
                        .asking("object", "action", "actor"),
                Operation.get(
                        "/audit/chain",
                        Permission.AUDIT_READ,
                        Operation.one(AuditDesk.ChainView.class),
                        call -> Answers.one(desk.chain(call.who()))),
                Operation.post(
                        "/audit/verifications",
                        Permission.AUDIT_READ,
                        Operation.nothing(),
                        Operation.job(),
                        call -> Answers.started(desk.verify(call.who()))));
    }

    private Response list(Call call) {
        AuditDesk.AuditFilter filter =
                new AuditDesk.AuditFilter(
                        call.query("object"), call.query("action"), call.query("actor"));
        OptionalLong before =
                call.after().isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(
                                Call.number("after", call.after().get(), 0, Long.MAX_VALUE));
        return Answers.page(call, desk.page(call.who(), filter, before, call.limit()));
    }
}
