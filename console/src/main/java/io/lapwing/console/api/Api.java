package io.lapwing.console.api;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.console.AuditDesk;
import io.lapwing.console.DeviceDesk;
import io.lapwing.console.EventDesk;
import io.lapwing.console.JobDesk;
import io.lapwing.console.KeyDesk;
import io.lapwing.console.OverviewDesk;
import io.lapwing.console.PeerDesk;
import io.lapwing.console.PeopleDesk;
import io.lapwing.console.TrustDesk;
import io.lapwing.console.WebhookDesk;
import io.lapwing.service.Store;
import io.lapwing.service.http.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// The REST API under `/api/v1`. Its description is `openapi.json` among the resources, served beside it.
public final class Api {
    private Api() {}

    /// Through what the API sees the platform.
    public record Desks(
            OverviewDesk overview,
            DeviceDesk devices,
            KeyDesk keys,
            PeerDesk peers,
            TrustDesk trust,
            AuditDesk audit,
            JobDesk jobs,
            PeopleDesk people,
            EventDesk events,
            WebhookDesk webhooks,
            ApprovalDesk approvals) {}

    /// The routes, each permitted to those alone who have its permission.
    ///
    /// @param store keeps the answers to requests with an `Idempotency-Key`, as rows of the kind `idempotency`
    public static List<Route> routes(Desks desks, Store store, InstantSource clock) {
        Pipeline pipeline = new Pipeline(new Idempotency(store, clock));
        return operations(desks, new EventRoutes(desks.events())).stream()
                .map(operation -> operation.route(pipeline))
                .toList();
    }

    static List<Operation> operations(Desks desks, EventRoutes events) {
        return Stream.of(
                        new OverviewRoutes(desks.overview()).operations(),
                        new DeviceRoutes(desks.devices()).operations(),
                        new DeviceFileRoutes(desks.devices()).operations(),
                        new KeyRoutes(desks.keys()).operations(),
                        new PeerRoutes(desks.peers()).operations(),
                        new TrustRoutes(desks.trust()).operations(),
                        new AuditRoutes(desks.audit()).operations(),
                        new JobRoutes(desks.jobs()).operations(),
                        new ApprovalRoutes(desks.approvals()).operations(),
                        new PeopleRoutes(desks.people()).operations(),
                        new OwnRoutes(desks.people()).operations(),
                        events.operations(),
                        new WebhookRoutes(desks.webhooks()).operations(),
                        new ContractRoutes().operations())
                .flatMap(List::stream)
                .toList();
    }
}
