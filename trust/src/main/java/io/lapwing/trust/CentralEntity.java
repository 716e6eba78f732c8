package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Store;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The Central Entity of profile `lapwing`: who is trusted, and key translation. It works alone, without Internet.
///
/// Every change is one compare-and-set with its audit record, durable before anything is sent. After a loss of power
/// between two of them, [#start] finishes what was begun. It keeps no session key: not in the store, and not in memory
/// once a translation is sent. Labels and master keys are in the store under its [KeyGuard].
///
/// Methods throw [Fault] `UNAVAILABLE` when the store, the guard or the chip does not answer; nothing was sent then, and
/// senders say it again. Safe for use by many threads, one at a time.
public final class CentralEntity implements AutoCloseable {
    private static final String IGNORED = "ignored";

    /// Others' changes that are waited out.
    private static final int TRIES = 8;

    private final NodeRows rows;
    private final ListKeeper lists;
    private final JoinDesk joins;
    private final PairDesk pairs;
    private final GroupDesk groups;
    private final ProofDesk proofs;
    private final GuessLimit guesses = new GuessLimit();
    private final Map<String, Long> refusals = new TreeMap<>();
    private long translations;

    public CentralEntity(Store store, CentralParts parts) {
        rows = new NodeRows(store, parts.guard());
        lists = new ListKeeper(store, parts.signer());
        joins = new JoinDesk(rows, lists, parts.aes(), parts.random(), parts.keys());
        pairs = new PairDesk(rows, lists, parts);
        groups = new GroupDesk(rows, lists, parts);
        proofs = new ProofDesk(rows, lists);
    }

    /// Brings the list to what the registry says, after whatever happened before.
    ///
    /// @return what to send
    public synchronized List<Envelope> start(Instant now) {
        var trusted = new TreeSet<NodeId>();
        for (NodeRows.Stored stored : rows.all()) {
            if (stored.row().filter(row -> row.trusted(Profile.LAPWING)).isPresent()) {
                trusted.add(stored.node());
            }
        }
        groups.start();
        lists.nodes(now, "system", _ -> trusted);
        return published();
    }

    private List<Envelope> published() {
        return lists.published().map(List::of).orElse(List.of());
    }

    /// Enters the label of a node that is to join, or that is to join anew. A member loses its place until it has.
    ///
    /// @param actor who: `admin:root`
    /// @param accessKey read only
    /// @return what to send
    /// @throws Fault `CONFLICT` for a label that was used, `BAD_INPUT` for a number that no node has
    public synchronized List<Envelope> enterLabel(
            Instant now, String actor, NodeId node, AccessKey accessKey) {
        if (node.equals(NodeId.CENTRAL) || node.equals(Envelope.EVERYONE)) {
            throw Fault.badInput("number of a node " + node + ": want the one on its label");
        }
        Bytes digest = Labels.digest(accessKey);
        Bytes wrapped = rows.wrapAccessKey(node, accessKey);
        change(
                node,
                seen -> {
                    List<Bytes> burnt = seen.row().map(NodeRow::burnt).orElse(List.of());
                    if (burnt.contains(digest)) {
                        throw new Fault(
                                Fault.Kind.CONFLICT,
                                "label of node " + node + " was used: let its chip make another");
                    }
                    NodeRow next = NodeRow.labelled(Profile.LAPWING, wrapped, burnt, now);
                    return rows.put(seen, next, CentralTrail.done(now, actor, "trust.label", node));
                });
        return drop(now, actor, node);
    }

    /// Trusts a node no more: no translation from now on, and a list without it.
    ///
    /// @return what to send
    /// @throws Fault `NOT_FOUND` for an unknown node
    public synchronized List<Envelope> revoke(Instant now, String actor, NodeId node) {
        change(
                node,
                seen -> {
                    NodeRow row =
                            seen.row()
                                    .orElseThrow(() ->
                                            new Fault(
                                                    Fault.Kind.NOT_FOUND,
                                                    "node " + node + " is unknown"));
                    return rows.put(
                            seen,
                            row.revoked(now),
                            CentralTrail.done(now, actor, "trust.revoke", node));
                });
        return drop(now, actor, node);
    }

    private List<Envelope> drop(Instant now, String actor, NodeId node) {
        return lists.nodes(
                        now,
                        actor,
                        nodes -> {
                            nodes.remove(node);
                            return nodes;
                        })
                .map(List::of)
                .orElse(List.of());
    }

    private interface Attempt {
        /// @return false when the row changed meanwhile
        boolean at(NodeRows.Stored seen);
    }

    private void change(NodeId node, Attempt attempt) {
        for (int i = 0; i < TRIES; i++) {
            if (attempt.at(rows.get(node))) {
                return;
            }
        }
        throw NodeRows.contended(node);
    }

    /// Makes a group, or changes its members. Each change brings a new key: who leaves reads nothing more, who comes
    /// nothing from before.
    ///
    /// @param owner whose chip makes the key, or [NodeId#CENTRAL]
    /// @return what to send
    /// @throws Fault `BAD_INPUT` for members who are not on the list
    public synchronized List<Envelope> setGroup(
            Instant now, String actor, GroupId id, NodeId owner, List<NodeId> members) {
        return lists.change(
                        now,
                        actor,
                        list -> {
                            if (!list.nodes().containsAll(members)) {
                                throw Fault.badInput(
                                        "group " + id + ": want members on the list alone");
                            }
                            var wanted = new TreeSet<>(members);
                            Optional<DeviceList.Group> before = list.group(id);
                            boolean same =
                                    before.isPresent()
                                            && wanted.equals(before.get().members())
                                            && before.get().owner().equals(owner);
                            Epoch key =
                                    before.map(DeviceList.Group::key)
                                            .map(epoch -> same ? epoch : epoch.next())
                                            .orElse(list.epoch().next());
                            return Groups.with(list, new DeviceList.Group(id, key, owner, wanted));
                        })
                .map(List::of)
                .orElse(List.of());
    }

    /// Ends a group.
    public synchronized List<Envelope> removeGroup(Instant now, String actor, GroupId id) {
        return lists.change(now, actor, list -> Groups.without(list, id))
                .map(List::of)
                .orElse(List.of());
    }

    /// What a message from the air does. A message from someone who has not shown who it is gets no answer when it is
    /// refused. Past too many of them no label is tried and nothing more is recorded; members are heard all the same.
    ///
    /// @return what to send
    public synchronized List<Envelope> receive(Instant now, Envelope envelope) {
        boolean heeded = guesses.allows(envelope.from(), now);
        return switch (verdict(now, envelope, heeded)) {
            case Verdict.Taken taken -> taken.send();
            case Verdict.No no when heeded || !no.answer().isEmpty() -> refused(now, no);
            case Verdict.No _ -> {
                count(IGNORED);
                yield List.of();
            }
        };
    }

    private Verdict verdict(Instant now, Envelope envelope, boolean heeded) {
        NodeId from = envelope.from();
        try {
            Message message = Message.parse(envelope.message());
            boolean guess = message instanceof Message.Join;
            return guess && !heeded
                    ? Verdict.no(from, "trust.join", Refusal.TOO_MANY)
                    : judge(now, from, message);
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT) {
                throw fault;
            }
            return Verdict.no(from, "trust.message", Refusal.MALFORMED);
        }
    }

    private List<Envelope> refused(Instant now, Verdict.No no) {
        if (no.answer().isEmpty()) {
            guesses.failed(no.of(), now);
        }
        rows.record(CentralTrail.refused(now, no.of(), no.action(), no.refusal()));
        count(no.refusal().word());
        return no.answer();
    }

    private void count(String word) {
        refusals.merge(word, 1L, Long::sum);
    }

    private Verdict judge(Instant now, NodeId from, Message message) {
        return switch (message) {
            case Message.Join join -> joins.take(now, from, join);
            case Message.ListAsk ask -> list(from, ask);
            case Message.Translate translate -> {
                Verdict verdict = pairs.take(now, from, translate);
                if (verdict instanceof Verdict.Taken) {
                    translations++;
                }
                yield verdict;
            }
            case Message.GroupAsk ask -> groups.ask(now, from, ask);
            case Message.GroupOffer offer -> groups.offer(now, from, offer);
            case Message.GroupDone done -> groups.done(from, done);
            case StateMessage.StateOffer offer -> proofs.offer(now, from, offer);
            case StateMessage.StateAsk ask -> proofs.ask(from, ask);
            case Message.SignedList _,
                    Message.Hello _,
                    Message.HelloAnswer _,
                    Message.Delivered _,
                    Message.Ticket _,
                    Message.Presented _,
                    Message.Accepted _,
                    Message.Confirm _,
                    Message.Refused _,
                    Message.GroupCall _,
                    Message.GroupKey _,
                    Message.Data _,
                    Message.GroupData _,
                    StateMessage.StateTaken _,
                    StateMessage.StateAnswer _,
                    StateMessage.Read _,
                    StateMessage.GroupRead _ ->
                    Verdict.no(from, "trust.message", Refusal.UNEXPECTED);
        };
    }

    /// The list is no secret; it goes to whoever has an older one.
    private Verdict list(NodeId from, Message.ListAsk ask) {
        boolean newer = lists.current().epoch().isAfter(ask.held());
        return newer
                ? new Verdict.Taken(
                        published().stream()
                                .map(list -> new Envelope(NodeId.CENTRAL, from, list.message()))
                                .toList())
                : Verdict.take();
    }

    /// The registry, in the order of the numbers.
    public List<TrustedNode> nodes() {
        return rows.all().stream()
                .map(stored -> {
                    NodeRow row = NodeRow.present(stored.row());
                    return new TrustedNode(
                            stored.node(),
                            row.profile(),
                            row.state().name().toLowerCase(Locale.ROOT),
                            row.since(),
                            row.proof().isPresent());
                })
                .toList();
    }

    public synchronized CentralStatus status() {
        return new CentralStatus(lists.current(), translations, refusals);
    }

    /// Whether a key of this group is on its way to members.
    synchronized boolean isDistributing(GroupId group) {
        return groups.isWaiting(group);
    }

    @Override
    public synchronized void close() {
        groups.close();
    }
}
