package io.lapwing.platform;

import io.lapwing.console.api.Api;
import io.lapwing.service.http.Route;
import java.time.InstantSource;
import java.util.List;

/// What is behind the door for people, wired by hand: the desks, and the API over them.
final class PeopleRooms {
    private final Platform platform;
    private final JoinMinutes joins;

    PeopleRooms(Platform platform, JoinMinutes joins) {
        this.platform = platform;
        this.joins = joins;
    }

    List<Route> routes() {
        Messengers messengers = platform.messengers();
        KmsDeviceDesk devices =
                new KmsDeviceDesk(
                        platform.kms(),
                        new DeviceJobs(
                                platform.kms(),
                                messengers.jobs(),
                                platform.folder().root().resolve("imports")));
        KmsApprovalDesk approvals = new KmsApprovalDesk(platform.kms());
        return Api.routes(
                new Api.Desks(
                        new PlatformOverviewDesk(platform, devices, approvals, joins),
                        devices,
                        new KmsKeyDesk(
                                platform.vault(),
                                platform.kms(),
                                new RotationJobs(platform, messengers.jobs())),
                        new StoreAuditDesk(
                                platform.store(),
                                devices,
                                new AuditJobs(platform, messengers.jobs())),
                        new PlatformJobDesk(messengers.jobs()),
                        new PlatformPeopleDesk(platform.people()),
                        new PlatformEventDesk(messengers.feed()),
                        new PlatformWebhookDesk(messengers.webhooks())),
                platform.store(),
                InstantSource.system());
    }
}
