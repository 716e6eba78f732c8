package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Labels;
import io.lapwing.kms.Peer;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.NetId;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `admin peer add`.
@Command(
        name = "add",
        description = {
            "Enter a peer, and for what it may speak. What is not listed it may not.",
            "",
            "It is known by its certificate: see lapwing help admin peer certificate, or trust for",
            "one that another authority issued."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin peer add network-server acme --net-id 000013 \\",
            "      --join-eui 70B3D57ED0000000/40 --key acme-ns",
            "  lapwing admin peer add application-server my-as --as-id my-as \\",
            "      --join-eui 70B3D57ED0000000/40 --owner acme"
        })
final class PeerAddTask extends AdminTask {
    @Mixin private NamedPeer named = new NamedPeer();

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
            required = true,
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
    private @Nullable URI answerUrl;

    PeerAddTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Peer peer =
                new Peer(
                        named.certificate(),
                        named.name(),
                        true,
                        named.role(),
                        netIds.stream().map(NetId::parse).collect(Collectors.toSet()),
                        nsIds.stream().map(Eui64::parse).collect(Collectors.toSet()),
                        new HashSet<>(asIds),
                        joinEuis.stream().map(EuiPrefix::parse).toList(),
                        new HashSet<>(owners),
                        new Labels(labels),
                        Optional.ofNullable(key),
                        Optional.ofNullable(answerUrl));
        platform.kms().peers().add(actor, peer);
        PeerView view = PeerView.of(platform, peer);
        return answer(
                view,
                terminal -> {
                    terminal.line(view.text());
                    terminal.note("next: lapwing admin peer certificate " + named + " …");
                });
    }
}
