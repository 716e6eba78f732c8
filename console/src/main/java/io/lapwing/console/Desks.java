package io.lapwing.console;

/// Where the pages ask.
public record Desks(
        OverviewDesk overview,
        DeviceDesk devices,
        KeyDesk keys,
        PeerDesk peers,
        TrustDesk trust,
        AuditDesk audit,
        JobDesk jobs,
        PeopleDesk people,
        ApprovalDesk approvals,
        WebhookDesk webhooks,
        SignInDesk signIn,
        EventDesk events) {}
