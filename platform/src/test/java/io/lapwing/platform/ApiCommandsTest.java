package io.lapwing.platform;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// `lapwing admin` does all that the API does: each operation against its command. A new operation needs an entry here.
class ApiCommandsTest {
    /// The words after `lapwing admin`, by the operation's identifier.
    private static final Map<String, String> COMMANDS =
            table(
                    """
                    overview            overview
                    listDevices         device list
                    createDevice        device create
                    importDevices       device import
                    showDevice          device show
                    listDeviceSessions  device sessions
                    provisionDevice     device provision
                    resumeDevice        device resume
                    claimDevice         device claim
                    transferDevice      device transfer
                    suspendDevice       device suspend
                    retireDevice        device retire
                    compromiseDevice    device compromise
                    askNonceReset       device reset-nonce
                    setLabels           device labels
                    setHome             device home
                    setDelivery         device delivery
                    bulkProvision       device bulk provision
                    bulkResume          device bulk resume
                    bulkClaim           device bulk claim
                    bulkTransfer        device bulk transfer
                    bulkSuspend         device bulk suspend
                    bulkRetire          device bulk retire
                    bulkLabel           device bulk label
                    showVault           kek status
                    importKey           import-key
                    rotate              kek rotate
                    listReceivers       receiver list
                    importReceiver      receiver import
                    retireReceiver      receiver retire
                    listPeers           peer list
                    enterPeer           peer add
                    showPeer            peer show
                    changePeer          peer change
                    enablePeer          peer enable
                    disablePeer         peer disable
                    listCertificates    peer show
                    issueCertificate    peer certificate
                    trustCertificate    peer trust
                    distrustCertificate peer distrust
                    revokeCertificate   peer revoke
                    showTrust           trust status
                    listTrustedNodes    trust list
                    showTrustedNode     trust list
                    enterLabel          trust label
                    revokeNode          trust revoke
                    listTrustGroups     trust group list
                    setTrustGroup       trust group set
                    removeTrustGroup    trust group remove
                    listAudit           audit show
                    showChain           audit chain
                    verifyAudit         audit verify
                    listJobs            job list
                    showJob             job show
                    cancelJob           job cancel
                    downloadRefusedRows job refused
                    listApprovals       approval list
                    askApproval         approval ask
                    showApproval        approval show
                    approveApproval     approval approve
                    refuseApproval      approval refuse
                    withdrawApproval    approval withdraw
                    fileOfApproval      approval file
                    activateRootKeys    device activate-keys
                    listPeople          person list
                    createPerson        person create
                    showPerson          person show
                    removePerson        person remove
                    setGrants           person grant
                    enablePerson        person enable
                    disablePerson       person disable
                    resetPerson         person reset
                    linkPerson          person link
                    unlinkPerson        person unlink
                    endSignIns          person sessions
                    listSignIns         person sessions
                    endSignIn           person sessions
                    listPasskeys        person passkeys
                    removePasskey       person passkeys
                    listTokens          token list
                    issueToken          token issue
                    revokeToken         token revoke
                    events              events
                    listWebhooks        webhook list
                    createWebhook       webhook add
                    showWebhook         webhook show
                    changeWebhook       webhook change
                    removeWebhook       webhook remove
                    pauseWebhook        webhook pause
                    resumeWebhook       webhook resume
                    testWebhook         webhook test
                    listDeliveries      webhook deliveries
                    webhookKey          webhook key
                    """);

    private static final String NO_ACCOUNT =
            "who asks on the command line is a user of the operating system, without an account here";

    private static final String DESCRIPTION = "a description of the API";

    /// Operations without a command, each with the reason.
    private static final Map<String, String> NONE =
            Map.ofEntries(
                    entry("me", NO_ACCOUNT),
                    entry("listOwnSignIns", NO_ACCOUNT),
                    entry("endOwnSignIns", NO_ACCOUNT),
                    entry("endOwnSignIn", NO_ACCOUNT),
                    entry("listOwnTokens", NO_ACCOUNT),
                    entry("revokeOwnToken", NO_ACCOUNT),
                    entry("listOwnPasskeys", NO_ACCOUNT),
                    entry("openapi", DESCRIPTION),
                    entry("docs", DESCRIPTION));

    private static Map<String, String> table(String text) {
        Map<String, String> table = new TreeMap<>();
        text.lines()
                .map(line -> line.split(" +", 2))
                .forEach(words -> table.put(words[0], words[1]));
        return table;
    }

    @Test
    void hasACommandForEveryOperationOfTheApi() throws Exception {
        Map<String, String> commands = new HashMap<>(COMMANDS);
        commands.putAll(NONE);

        List<String> without =
                operations().entrySet().stream()
                        .filter(operation -> !commands.containsKey(operation.getKey()))
                        .map(operation ->
                                "%s (%s): give it a command below lapwing admin, and an entry in"
                                                .formatted(operation.getKey(), operation.getValue())
                                        + " ApiCommandsTest")
                        .toList();

        assertThat(without).as("operations without a command").isEmpty();
        assertThat(commands.keySet())
                .as("operations that the API no longer has")
                .isSubsetOf(operations().keySet());
    }

    @Test
    void hasEveryCommandWithAPurposeAndAnExample() {
        CommandLine admin = Shell.model(new Trial().surroundings()).getSubcommands().get("admin");
        List<String> wrong = new ArrayList<>();

        for (String words : new TreeSet<>(COMMANDS.values())) {
            CommandLine command = admin;
            for (String word : words.split(" ", -1)) {
                command = command == null ? null : command.getSubcommands().get(word);
            }
            if (command == null) {
                wrong.add("lapwing admin " + words + ": no such command");
                continue;
            }
            var page = command.getCommandSpec().usageMessage();
            if (page.description().length == 0) {
                wrong.add("lapwing admin " + words + ": no purpose on its page");
            }
            if (Stream.of(page.footer())
                    .noneMatch(line -> line.contains("lapwing admin " + words))) {
                wrong.add("lapwing admin " + words + ": no example on its page");
            }
        }

        assertThat(wrong).isEmpty();
    }

    /// Method and path of each operation, by its identifier.
    private static Map<String, String> operations() throws IOException {
        try (InputStream in =
                ApiCommandsTest.class.getResourceAsStream("/io/lapwing/console/api/openapi.json")) {
            assertThat(in).as("the API's description").isNotNull();
            Map<?, ?> root = Json.strict().build().read(Bytes.of(in.readAllBytes()), Map.class);
            Map<String, String> operations = new TreeMap<>();
            AdminWorld.object(root, "paths")
                    .forEach((path, item) ->
                            ((Map<?, ?>) item)
                                    .forEach((method, operation) -> {
                                        if (operation instanceof Map<?, ?> described) {
                                            operations.put(
                                                    String.valueOf(described.get("operationId")),
                                                    method + " " + path);
                                        }
                                    }));
            return operations;
        }
    }
}
