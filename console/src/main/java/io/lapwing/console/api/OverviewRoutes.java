package io.lapwing.console.api;

import io.lapwing.console.OverviewDesk;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.Arrays;
import java.util.List;

/// The whole at one look, and who asks.
final class OverviewRoutes {
    private final OverviewDesk desk;

    OverviewRoutes(OverviewDesk desk) {
        this.desk = desk;
    }

    /// Who the caller is to the platform.
    ///
    /// @param name as the audit log names actors: `user:anna`
    /// @param permissions what he may do, on some object at least
    record Me(String name, List<String> roles, List<String> permissions) {
        static Me of(Principal who) {
            return new Me(
                    who.toString(),
                    who.grants().stream().map(grant -> grant.role().word()).distinct().toList(),
                    Arrays.stream(Permission.values())
                            .filter(who::may)
                            .map(Permission::word)
                            .toList());
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                        "/overview",
                        Permission.OVERVIEW_READ,
                        Operation.one(OverviewDesk.Overview.class),
                        this::overview),
                Operation.get(
                        "/me",
                        Permission.OVERVIEW_READ,
                        Operation.one(Me.class),
                        call -> Answers.one(Me.of(call.who()))));
    }

    private Response overview(Call call) {
        return Answers.one(desk.overview(call.who()));
    }
}
