package io.lapwing.platform;

import io.lapwing.console.Console;
import io.lapwing.console.Desks;
import io.lapwing.console.Visits;
import io.lapwing.console.api.Api;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Route;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is behind the door for people, wired by hand: the desks, and the pages and the API over them.
final class PeopleRooms {
    private final Platform platform;

    PeopleRooms(Platform platform) {
        this.platform = platform;
    }

    /// Through what pages, the API and commands see the platform.
    Desks desks() {
        Messengers messengers = platform.messengers();
        KmsDeviceDesk devices = platform.deviceDesk();
        PlatformApprovalDesk approvals = platform.approvalDesk();
        return new Desks(
                new PlatformOverviewDesk(platform, approvals, platform.joinMinutes()),
                devices,
                new KmsKeyDesk(
                        platform.vault(),
                        platform.kms(),
                        new RotationJobs(platform, messengers.jobs())),
                platform.peerDesk(),
                platform.trustDesk(),
                new StoreAuditDesk(
                        platform.store(), devices, new AuditJobs(platform, messengers.jobs())),
                new PlatformJobDesk(platform),
                PlatformPeopleDesk.of(platform),
                approvals,
                new PlatformWebhookDesk(messengers.webhooks(), platform.vault()::signingKey),
                PlatformSignInDesk.of(platform),
                new PlatformEventDesk(messengers.feed()));
    }

    List<Route> routes() {
        Desks desks = desks();
        List<Route> routes = new ArrayList<>(Console.routes(desks, this::visit));
        routes.addAll(api(desks));
        return routes;
    }

    private List<Route> api(Desks desks) {
        return Api.routes(
                new Api.Desks(
                        desks.overview(),
                        desks.devices(),
                        desks.keys(),
                        desks.peers(),
                        desks.trust(),
                        desks.audit(),
                        desks.jobs(),
                        desks.people(),
                        desks.events(),
                        desks.webhooks(),
                        desks.approvals()),
                platform.store(),
                InstantSource.system());
    }

    private Optional<Visits.Visit> visit(Request request) {
        return platform.people()
                .sessions()
                .of(request)
                .map(session -> new Visits.Visit(session.id(), session.csrf()));
    }
}
