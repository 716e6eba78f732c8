package io.lapwing.service.people;

import static io.lapwing.service.people.Role.ADMINISTRATOR;
import static io.lapwing.service.people.Role.AUDITOR;
import static io.lapwing.service.people.Role.OPERATOR;
import static io.lapwing.service.people.Role.OWNER;
import static io.lapwing.service.people.Role.PROVISIONING_AGENT;
import static io.lapwing.service.people.Role.SERVICE_PROVIDER;

import java.util.Locale;
import java.util.Set;

/// What can be allowed, each with the roles that have it. What is not in this table is allowed to nobody.
public enum Permission {
    /// The overview, within the own scope.
    OVERVIEW_READ(ADMINISTRATOR, OPERATOR, PROVISIONING_AGENT, SERVICE_PROVIDER, OWNER, AUDITOR),
    DEVICE_READ(ADMINISTRATOR, OPERATOR, PROVISIONING_AGENT, SERVICE_PROVIDER, OWNER, AUDITOR),
    DEVICE_CREATE(OPERATOR, PROVISIONING_AGENT),
    DEVICE_IMPORT(OPERATOR, PROVISIONING_AGENT),
    /// Labels, home network, delivery of session keys.
    DEVICE_CHANGE(OPERATOR, OWNER),
    /// Provision, suspend, resume.
    DEVICE_STEP(OPERATOR, PROVISIONING_AGENT, OWNER),
    /// Claim and transfer.
    DEVICE_CLAIM(OPERATOR, OWNER),
    DEVICE_RETIRE(OPERATOR, OWNER),
    DEVICE_COMPROMISE(ADMINISTRATOR, OPERATOR, OWNER),
    /// Ask for an export of many devices; another person approves it.
    DEVICE_EXPORT(ADMINISTRATOR, OPERATOR, AUDITOR),
    /// Ask for a next version of root keys; another person approves a whole set's.
    KEYS_RENEW(OPERATOR),
    /// Ask that a device which was flashed again counts its DevNonces from the start.
    NONCE_RESET(OPERATOR),
    /// Ask for what takes two people, and see what became of it; what is asked for needs its own permission too.
    APPROVAL_ASK(ADMINISTRATOR, OPERATOR, OWNER, AUDITOR),
    /// Allow or refuse what another person asked for.
    APPROVE(ADMINISTRATOR, OPERATOR, OWNER),
    VAULT_READ(ADMINISTRATOR, OPERATOR, AUDITOR),
    VAULT_ROTATE(ADMINISTRATOR),
    VAULT_DESTROY(ADMINISTRATOR),
    RECEIVER_READ(ADMINISTRATOR, OPERATOR, AUDITOR),
    RECEIVER_CHANGE(OPERATOR),
    PEER_READ(ADMINISTRATOR, OPERATOR, AUDITOR),
    PEER_CHANGE(OPERATOR),
    /// The trusted environment: its nodes, groups, counts.
    TRUST_READ(ADMINISTRATOR, OPERATOR, AUDITOR),
    /// Enter labels, revoke nodes, make groups.
    TRUST_CHANGE(ADMINISTRATOR, OPERATOR),
    AUDIT_READ(ADMINISTRATOR, AUDITOR),
    /// Users, service accounts, machines, their sessions and tokens.
    PEOPLE_READ(ADMINISTRATOR, AUDITOR),
    PEOPLE_CHANGE(ADMINISTRATOR),
    JOB_READ(ADMINISTRATOR, OPERATOR, PROVISIONING_AGENT, OWNER, AUDITOR),
    EVENTS_READ(ADMINISTRATOR, OPERATOR, SERVICE_PROVIDER, OWNER, AUDITOR),
    WEBHOOK_CHANGE(ADMINISTRATOR, OPERATOR, OWNER),
    METRICS_READ(ADMINISTRATOR, OPERATOR, AUDITOR);

    // Set.of makes a set that nobody can change, which its type does not say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Role> roles;

    Permission(Role... having) {
        roles = Set.of(having);
    }

    /// Whether a role has it.
    public boolean isOf(Role role) {
        return roles.contains(role);
    }

    /// Its name on screen: `device-read`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
