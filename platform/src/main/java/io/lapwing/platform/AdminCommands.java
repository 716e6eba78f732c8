package io.lapwing.platform;

import java.util.List;
import picocli.CommandLine;

/// What administrators can ask for, in the order of the manual.
final class AdminCommands {
    private AdminCommands() {}

    static CommandLine tree(Context context) {
        return AdminGroup.of(
                context,
                "admin",
                "Administer: devices, peers, wrapping keys, the vault key, the audit log, backups.",
                List.of(
                        new StatusTask(context),
                        new OverviewTask(context),
                        new EventsTask(context),
                        devices(context),
                        receivers(context),
                        new ImportKeyTask(context),
                        new SealCommand(context),
                        peers(context),
                        trust(context),
                        people(context),
                        tokens(context),
                        new AuthorityTask(context),
                        vaultKeys(context),
                        jobs(context),
                        approvals(context),
                        webhooks(context),
                        audit(context),
                        new BackupTask(context),
                        new RestoreCommand(context)));
    }

    private static CommandLine trust(Context context) {
        return AdminGroup.of(
                context,
                "trust",
                "The trusted environment: nodes, their labels, groups that share a key.",
                List.of(
                        new TrustStatusTask(context),
                        new TrustListTask(context),
                        new TrustLabelTask(context),
                        new TrustRevokeTask(context),
                        AdminGroup.of(
                                context,
                                "group",
                                "Groups of nodes that share a key.",
                                List.of(
                                        new TrustGroupListTask(context),
                                        new TrustGroupSetTask(context),
                                        new TrustGroupRemoveTask(context)))));
    }

    private static CommandLine vaultKeys(Context context) {
        return AdminGroup.of(
                context,
                "kek",
                "The vault key under which all keys are wrapped, and its versions.",
                List.of(new KekStatusTask(context), new KekRotateTask(context)));
    }

    private static CommandLine jobs(Context context) {
        return AdminGroup.of(
                context,
                "job",
                "Bulk work and how far it is.",
                List.of(
                        new JobListTask(context),
                        JobStepTask.show(context),
                        JobStepTask.cancel(context),
                        new JobRefusedTask(context)));
    }

    private static CommandLine approvals(Context context) {
        return AdminGroup.of(
                context,
                "approval",
                "What takes two people: exports, new root keys, what cannot be taken back.",
                List.of(
                        new ApprovalAskTask(context),
                        new ApprovalListTask(context),
                        ApprovalStepTask.show(context),
                        ApprovalStepTask.approve(context),
                        ApprovalStepTask.refuse(context),
                        ApprovalStepTask.withdraw(context),
                        new ApprovalFileTask(context)));
    }

    private static CommandLine webhooks(Context context) {
        return AdminGroup.of(
                context,
                "webhook",
                "Addresses to which events are posted.",
                List.of(
                        new WebhookAddTask(context),
                        new WebhookListTask(context),
                        WebhookStepTask.show(context),
                        new WebhookChangeTask(context),
                        new WebhookTestTask(context),
                        new WebhookDeliveriesTask(context),
                        new WebhookKeyTask(context),
                        WebhookStepTask.pause(context),
                        WebhookStepTask.resume(context),
                        WebhookStepTask.remove(context)));
    }

    private static CommandLine people(Context context) {
        return AdminGroup.of(
                context,
                "person",
                "Users, service accounts and machines, and what they may do.",
                List.of(
                        new PersonCreateTask(context),
                        new PersonListTask(context),
                        PersonStepTask.show(context),
                        new PersonGrantTask(context),
                        PersonStepTask.enable(context),
                        PersonStepTask.disable(context),
                        PersonStepTask.reset(context),
                        new PersonLinkTask(context),
                        PersonStepTask.unlink(context),
                        new PersonSessionsTask(context),
                        new PersonPasskeysTask(context),
                        PersonStepTask.remove(context)));
    }

    private static CommandLine tokens(Context context) {
        return AdminGroup.of(
                context,
                "token",
                "API tokens of service accounts.",
                List.of(
                        new TokenIssueTask(context),
                        new TokenListTask(context),
                        new TokenRevokeTask(context)));
    }

    private static CommandLine audit(Context context) {
        return AdminGroup.of(
                context,
                "audit",
                "The audit log: read it, check it, prove records, take it elsewhere.",
                List.of(
                        new AuditVerifyTask(context),
                        new AuditShowTask(context),
                        new AuditChainTask(context),
                        new AuditExportTask(context),
                        new AuditProofTask(context),
                        new AuditKeyTask(context),
                        new AuditVerifyExportCommand(context)));
    }

    private static CommandLine devices(Context context) {
        return AdminGroup.of(
                context,
                "device",
                "Devices: make, find, and lead them through their life.",
                List.of(
                        new DeviceCreateTask(context),
                        new DeviceShowTask(context),
                        new DeviceListTask(context),
                        new DeviceSessionsTask(context),
                        DeviceBulkSteps.group(context),
                        new DeviceImportTask(context),
                        DeviceStepTask.provision(context),
                        DeviceOwnerTask.claim(context),
                        DeviceOwnerTask.transfer(context),
                        DeviceReasonTask.suspend(context),
                        DeviceStepTask.resume(context),
                        DeviceReasonTask.retire(context),
                        DeviceReasonTask.compromise(context),
                        DeviceReasonTask.expose(context),
                        new DeviceAlarmTask(context),
                        new DeviceHomeTask(context),
                        new DeviceLabelsTask(context),
                        new DeviceDeliveryTask(context),
                        new DeviceActivateKeysTask(context),
                        DeviceReasonTask.resetNonce(context)));
    }

    private static CommandLine receivers(Context context) {
        return AdminGroup.of(
                context,
                "receiver",
                "Wrapping keys of network servers, application servers and stations.",
                List.of(
                        new ReceiverImportTask(context),
                        new ReceiverListTask(context),
                        new ReceiverRetireTask(context)));
    }

    private static CommandLine peers(Context context) {
        return AdminGroup.of(
                context,
                "peer",
                "Peers: network servers and application servers, their rights and certificates.",
                List.of(
                        PeerAddTask.add(context),
                        new PeerListTask(context),
                        new PeerShowTask(context),
                        PeerAddTask.change(context),
                        PeerSwitchTask.enable(context),
                        PeerSwitchTask.disable(context),
                        new PeerRevokeTask(context),
                        new PeerCertificateTask(context),
                        new PeerTrustTask(context),
                        new PeerDistrustTask(context)));
    }
}
