package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Keys of groups. Members ask; the key is the owner's, sealed to this chip, or made here and held in secret memory until
/// all members have it, or its time is over. Then it is forgotten: who asks later causes a new one.
final class GroupDesk {
    /// How long a key waits for members.
    static final Duration WAIT = Duration.ofMinutes(30);

    private static final String ACTION = "trust.group-key";
    private static final int KEY_BYTES = 16;

    private final NodeRows rows;
    private final ListKeeper lists;
    private final KeyChip chip;
    private final ListSigner signer;
    private final Aes aes;
    private final RandomGenerator random;
    private final Map<GroupId, Run> runs = new HashMap<>();

    /// Epochs of keys that were begun: of each there is one key, and one that is forgotten is not made again.
    private final Map<GroupId, Epoch> begun = new HashMap<>();

    GroupDesk(NodeRows rows, ListKeeper lists, CentralParts parts) {
        this.rows = rows;
        this.lists = lists;
        chip = parts.chip();
        signer = parts.signer();
        aes = parts.aes();
        random = parts.random();
    }

    /// What was begun before a restart is not known: all of it counts as begun.
    void start() {
        lists.current().groups().forEach(group -> begun.put(group.id(), group.key()));
    }

    /// One epoch of one group's key on its way to the members.
    private static final class Run {
        private final Epoch epoch;
        private final Instant end;
        private final Map<NodeId, Context.Member> asks = new LinkedHashMap<>();
        private final SortedSet<NodeId> have = new TreeSet<>();
        private final Nonce called;
        private Optional<SealedKey> sealed = Optional.empty();
        private Optional<Secret> made = Optional.empty();

        Run(Epoch epoch, Instant end, Nonce called) {
            this.epoch = epoch;
            this.end = end;
            this.called = called;
        }

        boolean hasKey() {
            return sealed.isPresent() || made.isPresent();
        }

        void close() {
            made.ifPresent(Secret::close);
        }
    }

    Verdict ask(Instant now, NodeId from, Message.GroupAsk message) {
        tick(now);
        var context = new Context.Member(from, message.group(), message.key(), message.nonce());
        Optional<NodeRow> row = rows.trusted(from, Profile.LAPWING);
        if (row.isEmpty()) {
            return Verdict.no(from, ACTION, Refusal.UNKNOWN_NODE);
        }
        try (SoftwareKey masterKey = rows.masterKey(from, row.get())) {
            if (!message.tag().isOver(masterKey, context.ask())) {
                return Verdict.no(from, ACTION, Refusal.FORGED);
            }
        }
        Optional<DeviceList.Group> listed = lists.current().group(message.group());
        if (listed.isEmpty()
                || !listed.get().members().contains(from)
                || !listed.get().key().equals(message.key())) {
            return new Verdict.Taken(published());
        }
        return serve(now, listed.get(), context);
    }

    private List<Envelope> published() {
        return lists.published().map(List::of).orElse(List.of());
    }

    private Verdict serve(Instant now, DeviceList.Group group, Context.Member context) {
        NodeId from = context.node();
        Run run = runs.get(group.id());
        if (run == null || !run.epoch.equals(group.key())) {
            forget(group.id());
            if (group.key().equals(begun.put(group.id(), group.key()))) {
                return anew(now, group);
            }
            run = new Run(group.key(), now.plus(WAIT), Nonce.from(random));
            runs.put(group.id(), run);
        }
        run.asks.put(from, context);
        if (group.owner().equals(NodeId.CENTRAL) && !run.hasKey()) {
            run.made = Optional.of(Secret.random(KEY_BYTES));
        }
        if (run.hasKey()) {
            return from.equals(group.owner())
                    ? anew(now, group)
                    : deliver(now, group, run, List.of(context));
        }
        Context.Member owner = run.asks.get(group.owner());
        return owner == null ? Verdict.take() : new Verdict.Taken(List.of(call(group, run, owner)));
    }

    /// Someone asks for a key that is forgotten, or that its owner lost: the group gets a new one.
    private Verdict anew(Instant now, DeviceList.Group group) {
        forget(group.id());
        begun.put(group.id(), group.key());
        lists.change(
                now,
                CentralTrail.actor(group.owner()),
                list -> Groups.with(list, Groups.rekeyed(group)));
        return new Verdict.Taken(published());
    }

    private Envelope call(DeviceList.Group group, Run run, Context.Member owner) {
        try (SoftwareKey masterKey = masterKey(owner.node())) {
            var message =
                    new Message.GroupCall(
                            group.id(),
                            run.epoch,
                            run.called,
                            Tag.of(masterKey, owner.call(run.called)));
            return new Envelope(NodeId.CENTRAL, owner.node(), message.encode());
        }
    }

    private SoftwareKey masterKey(NodeId node) {
        NodeRow row =
                rows.trusted(node, Profile.LAPWING)
                        .orElseThrow(() ->
                                new Fault(
                                        Fault.Kind.FORBIDDEN,
                                        "node " + node + " is not trusted any more"));
        return rows.masterKey(node, row);
    }

    /// To each who asked, or to nobody: what the owner offered may be no key for this chip. It is forgotten then.
    private Verdict deliver(
            Instant now, DeviceList.Group group, Run run, List<Context.Member> waiting) {
        List<Envelope> send = new ArrayList<>();
        try {
            for (Context.Member context : waiting) {
                send.add(deliver(now, group, run, context));
            }
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.TAMPERED || fault.kind() == Fault.Kind.BAD_INPUT) {
                forget(group.id());
                return Verdict.no(group.owner(), ACTION, Refusal.BAD_KEY);
            }
            throw fault;
        }
        return new Verdict.Taken(send);
    }

    private Envelope deliver(Instant now, DeviceList.Group group, Run run, Context.Member context) {
        NodeRow row =
                rows.trusted(context.node(), Profile.LAPWING)
                        .orElseThrow(() ->
                                new Fault(
                                        Fault.Kind.FORBIDDEN,
                                        "node " + context.node() + " is not trusted any more"));
        try (SoftwareKey masterKey = rows.masterKey(context.node(), row)) {
            Bytes key =
                    run.made.isPresent()
                            ? wrap(masterKey, context.wrapping(), run.made.get())
                            : chip.rewrap(
                                            run.sealed.orElseThrow(),
                                            new StorageKey(NodeRow.present(row.storageKey())),
                                            signer)
                                    .octets();
            Epoch epoch = lists.current().epoch();
            rows.record(
                    CentralTrail.done(
                            now,
                            CentralTrail.actor(context.node()),
                            ACTION,
                            group.id(),
                            "epoch",
                            run.epoch.toString()));
            var delivery =
                    new Message.Delivery(
                            epoch, key, Tag.of(masterKey, context.delivery(epoch, key)));
            return new Envelope(
                    NodeId.CENTRAL,
                    context.node(),
                    new Message.GroupKey(group.id(), run.epoch, delivery).encode());
        }
    }

    private Bytes wrap(DerivingKey masterKey, Bytes context, Secret key) {
        try (Secret wrapping = Session.working(masterKey, context)) {
            return aes.wrap(wrapping, key);
        }
    }

    Verdict offer(Instant now, NodeId from, Message.GroupOffer message) {
        tick(now);
        Optional<DeviceList.Group> group =
                lists.current()
                        .group(message.group())
                        .filter(listed -> listed.owner().equals(from))
                        .filter(listed -> listed.key().equals(message.key()));
        Run run = runs.get(message.group());
        Context.Member owner = run == null ? null : run.asks.get(from);
        if (group.isEmpty() || run == null || owner == null) {
            return Verdict.no(from, ACTION, Refusal.UNEXPECTED);
        }
        try (SoftwareKey masterKey = masterKey(from)) {
            if (!message.tag().isOver(masterKey, owner.offer(run.called, message.sealed()))) {
                return Verdict.no(from, ACTION, Refusal.FORGED);
            }
        }
        run.sealed = Optional.of(new SealedKey(message.sealed()));
        run.have.add(from);
        List<Context.Member> waiting =
                run.asks.values().stream().filter(ask -> !run.have.contains(ask.node())).toList();
        return deliver(now, group.get(), run, waiting);
    }

    Verdict done(NodeId from, Message.GroupDone message) {
        Run run = runs.get(message.group());
        Context.Member ask = run == null ? null : run.asks.get(from);
        if (run == null || ask == null || !run.epoch.equals(message.key())) {
            return Verdict.take();
        }
        try (SoftwareKey masterKey = masterKey(from)) {
            if (!message.tag().isOver(masterKey, ask.done())) {
                return Verdict.no(from, ACTION, Refusal.FORGED);
            }
        }
        run.have.add(from);
        boolean all =
                lists.current()
                        .group(message.group())
                        .map(group -> run.have.containsAll(group.members()))
                        .orElse(true);
        if (all) {
            forget(message.group());
        }
        return Verdict.take();
    }

    /// Keys whose time is over.
    void tick(Instant now) {
        runs.entrySet()
                .removeIf(entry -> {
                    boolean over = !now.isBefore(entry.getValue().end);
                    if (over) {
                        entry.getValue().close();
                    }
                    return over;
                });
    }

    private void forget(GroupId group) {
        Run run = runs.remove(group);
        if (run != null) {
            run.close();
        }
    }

    /// Whether a key waits for members.
    boolean isWaiting(GroupId group) {
        return runs.containsKey(group);
    }

    void close() {
        runs.values().forEach(Run::close);
        runs.clear();
    }
}
