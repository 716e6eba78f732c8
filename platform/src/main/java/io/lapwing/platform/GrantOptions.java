package io.lapwing.platform;

import io.lapwing.console.PeopleDesk.GrantView;
import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// What somebody may do, as options.
final class GrantOptions {
    @Option(
            names = "--grant",
            paramLabel = "ROLE[:BOUND=VALUE,…]",
            description = {
                "A role, and where it holds; several times. Roles: administrator, operator, provisioning-agent,"
                        + " service-provider, owner, auditor.",
                "Bounds: owner, order, join-euis, net-id, label.KEY; all of them must apply."
            })
    private List<String> grants = new ArrayList<>();

    List<GrantView> views() {
        return grants.stream().map(GrantOptions::parse).toList();
    }

    /// Reads `provisioning-agent:order=4711,join-euis=70B3D57ED0000000/40`.
    static GrantView parse(String text) {
        int colon = text.indexOf(':');
        String role = colon < 0 ? text : text.substring(0, colon);
        Map<String, String> bounds = new TreeMap<>();
        Map<String, String> labels = new TreeMap<>();
        for (String bound : colon < 0 ? new String[0] : text.substring(colon + 1).split(",", -1)) {
            String[] words = bound.split("=", 2);
            if (words.length != 2 || words[1].isEmpty()) {
                throw Fault.badInput("bound " + bound + " of --grant: want NAME=VALUE");
            }
            if (words[0].startsWith("label.")) {
                labels.put(words[0].substring("label.".length()), words[1]);
            } else {
                bounds.put(words[0], words[1]);
            }
        }
        GrantView view =
                new GrantView(
                        role,
                        Optional.ofNullable(bounds.remove("owner")),
                        Optional.ofNullable(bounds.remove("order")),
                        Optional.ofNullable(bounds.remove("join-euis")),
                        Optional.ofNullable(bounds.remove("net-id")),
                        labels.isEmpty() ? Optional.empty() : Optional.of(labels));
        if (!bounds.isEmpty()) {
            throw Fault.badInput(
                    "bounds "
                            + bounds.keySet()
                            + " of --grant: want owner, order, join-euis, net-id or label.KEY");
        }
        return view;
    }
}
