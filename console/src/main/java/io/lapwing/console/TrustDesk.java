package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The trusted environment: nodes that joined a Central Entity by their labels, and share keys that it translates.
///
/// Faults: `CONFLICT` where this instance is no Central Entity, `UNAVAILABLE` while its store, vault or TPM is away.
public interface TrustDesk {
    /// How it stands; it answers also while parts of it are away.
    Environment environment(Principal who);

    /// Everyone whose label was entered, in the order of their numbers.
    List<NodeView> nodes(Principal who);

    NodeView find(Principal who, long node);

    /// Enters a label, so that its node can join, or join anew: a member loses its place until it has.
    NodeView enter(Principal who, Label label);

    /// Trusts a node no more.
    NodeView revoke(Principal who, long node);

    /// Groups that share a key, in the order of their numbers.
    List<GroupView> groups(Principal who);

    /// Makes a group, or changes it; each change brings it a new key.
    GroupView setGroup(Principal who, int group, GroupForm form);

    /// Ends a group.
    void removeGroup(Principal who, int group);

    /// The trusted environment as this instance has it.
    ///
    /// @param central empty where this instance is none
    record Environment(Optional<Central> central) {}

    /// The Central Entity.
    ///
    /// @param profile `lapwing` or `ties-2024`
    /// @param medium of its cell: `serial:/dev/ttyUSB0`
    /// @param keys where they are translated: `vault`, or the address of its TPM
    /// @param served whether it listens and speaks now
    /// @param problem why it translates no key now, if it does not
    /// @param radioProblem why its radio does not work now, if it does not
    /// @param standing absent while the store is away
    record Central(
            String profile,
            String medium,
            int spreadingFactor,
            String keys,
            boolean served,
            Optional<String> problem,
            Optional<String> radioProblem,
            Optional<Standing> standing,
            Traffic traffic) {}

    /// What it knows and did.
    ///
    /// @param epoch of the list of who is trusted
    /// @param trusted how many are on it
    /// @param translations since the start
    /// @param refusals since the start, by word; `ignored` are messages of senders who failed too often
    record Standing(long epoch, int trusted, long translations, Map<String, Long> refusals) {
        public Standing {
            refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
        }
    }

    /// Messages on the air since the start.
    ///
    /// @param lost were never acknowledged, or the radio was away
    /// @param crowdedOut came while too many waited
    /// @param putOff came while store, vault or TPM was away
    record Traffic(long received, long delivered, long lost, long crowdedOut, long putOff) {}

    /// A node.
    ///
    /// @param state `labelled`, `joined` or `revoked`
    /// @param since of the state, ISO 8601
    /// @param proves whether it enrolled a key by which its readings prove its state
    record NodeView(long node, String profile, String state, String since, boolean proves) {}

    /// A group of nodes that share a key.
    ///
    /// @param keyEpoch of its key
    /// @param owner the member whose chip makes the key; 0 where the Central Entity does
    record GroupView(int group, long keyEpoch, long owner, List<Long> members) {
        public GroupView {
            members = List.copyOf(members);
        }
    }

    /// What a group is to be.
    ///
    /// @param owner a member, or 0 for the Central Entity
    record GroupForm(long owner, List<Long> members) {
        public GroupForm {
            members = List.copyOf(members);
        }
    }

    /// A node's label, as it is printed: six groups of six characters. Its text form shows nothing of it.
    record Label(String text) {
        @Override
        public String toString() {
            return "Label[secret]";
        }
    }
}
