package io.lapwing.platform;

import io.lapwing.console.PeerDesk.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// For what a peer may speak, as options.
final class PeerRuleOptions {
    @Option(
            names = "--net-id",
            paramLabel = "NETID",
            description = "A SenderID of a network server; several times.")
    private List<String> netIds = new ArrayList<>();

    @Option(
            names = "--ns-id",
            paramLabel = "EUI",
            description = "A SenderNSID; several times; any without.")
    private List<String> nsIds = new ArrayList<>();

    @Option(
            names = "--as-id",
            paramLabel = "ID",
            description = "A SenderID of an application server; several times.")
    private List<String> asIds = new ArrayList<>();

    @Option(
            names = "--join-eui",
            paramLabel = "EUI/BITS",
            description = "Of which devices it may speak, by JoinEUI; several times.")
    private List<String> joinEuis = new ArrayList<>();

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            description = "Whose devices alone; several times; anyone's without.")
    private List<String> owners = new ArrayList<>();

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "Which all its devices must have; several times.")
    private Map<String, String> labels = new TreeMap<>();

    @Option(
            names = "--key",
            paramLabel = "LABEL",
            description = "Its wrapping key, unless a device names another.")
    private @Nullable String key;

    @Option(
            names = "--answer-url",
            paramLabel = "URL",
            description = "Where its answers are posted; without, they are in the HTTP response.")
    private @Nullable String answerUrl;

    /// What these options say, and nothing for what they do not say.
    Rules rules() {
        return new Rules(
                netIds,
                nsIds,
                asIds,
                joinEuis,
                owners,
                labels,
                Optional.ofNullable(key),
                Optional.ofNullable(answerUrl));
    }
}
