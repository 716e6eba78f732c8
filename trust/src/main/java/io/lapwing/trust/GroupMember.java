package io.lapwing.trust;

import io.lapwing.crypto.Fault;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/// A node's groups: it asks for each key that the device list says it should have, makes it where it is the owner, and
/// forgets a key at once when the list says that it is over.
final class GroupMember {
    private final Member member;
    private final Map<GroupId, Ask> asks = new HashMap<>();
    private final Map<GroupId, Kept> kept = new HashMap<>();

    GroupMember(Member member) {
        this.member = member;
    }

    /// A key asked for.
    private record Ask(Context.Member context, Repeat repeat) {}

    /// A key that is here, and what was last said of it: that may have been lost.
    private record Kept(GroupSession session, Context.Member context, Envelope said) {}

    /// Follows the list: keys that are over go, and new ones are asked for.
    void follow(Instant now, Step.Draft step) {
        asks.values().removeIf(ask -> isOver(ask.context()));
        kept.values()
                .removeIf(key -> {
                    boolean over = isOver(key.context());
                    if (over) {
                        key.session().close();
                    }
                    return over;
                });
        for (DeviceList.Group group : member.list().groups()) {
            if (group.members().contains(member.self())
                    && !kept.containsKey(group.id())
                    && !asks.containsKey(group.id())) {
                ask(now, group, step);
            }
        }
    }

    private boolean isOver(Context.Member context) {
        return member.list()
                .group(context.group())
                .filter(group -> group.members().contains(member.self()))
                .map(group -> group.key().isAfter(context.key()))
                .orElse(true);
    }

    private void ask(Instant now, DeviceList.Group group, Step.Draft step) {
        var context = new Context.Member(member.self(), group.id(), group.key(), member.nonce());
        Envelope ask =
                member.toCentral(
                        new Message.GroupAsk(
                                group.id(),
                                group.key(),
                                context.nonce(),
                                Tag.of(member.masterKey(), context.ask())));
        asks.put(group.id(), new Ask(context, Repeat.start(ask, member.settings(), now, step)));
    }

    private Context.Member asked(GroupId group, Epoch key) {
        Ask ask = asks.get(group);
        if (ask == null || !ask.context().key().equals(key)) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "key of epoch " + key + " for group " + group + " was not asked for");
        }
        return ask.context();
    }

    private DeviceList.Group group(GroupId id) {
        return member.list()
                .group(id)
                .orElseThrow(
                        () -> new Fault(Fault.Kind.FORBIDDEN, "group " + id + " is not listed"));
    }

    /// The Central Entity calls for the key that this node makes.
    Optional<GroupSession> called(Message.GroupCall call, Step.Draft step) {
        Kept before = kept.get(call.group());
        Context.Member context =
                before != null && before.context().key().equals(call.key())
                        ? before.context()
                        : asked(call.group(), call.key());
        Member.require(
                call.tag().isOver(member.masterKey(), context.call(call.called())),
                "call of the Central Entity");
        if (!group(call.group()).owner().equals(member.self())) {
            throw new Fault(Fault.Kind.FORBIDDEN, "group " + call.group() + " has another owner");
        }
        if (before != null && before.context().equals(context)) {
            step.send(before.said());
            return Optional.empty();
        }
        return Optional.of(make(call, context, step));
    }

    private GroupSession make(Message.GroupCall call, Context.Member context, Step.Draft step) {
        KeyChip.MadeKey key = member.chip().create(member.central());
        var sealed = key.sealed().octets();
        Envelope offer =
                member.toCentral(
                        new Message.GroupOffer(
                                call.group(),
                                call.key(),
                                sealed,
                                Tag.of(member.masterKey(), context.offer(call.called(), sealed))));
        step.send(offer);
        return keep(context, key, offer);
    }

    private GroupSession keep(Context.Member context, DerivingKey key, Envelope said) {
        var session =
                new GroupSession(member.aes(), context.group(), context.key(), member.self(), key);
        asks.remove(context.group());
        kept.put(context.group(), new Kept(session, context, said));
        return session;
    }

    /// The Central Entity brings a key.
    Optional<GroupSession> delivered(Message.GroupKey message, Step.Draft step) {
        Kept before = kept.get(message.group());
        if (before != null && before.context().key().equals(message.key())) {
            step.send(before.said());
            return Optional.empty();
        }
        Context.Member context = asked(message.group(), message.key());
        Message.Delivery delivery = message.delivery();
        Member.require(
                delivery.tag()
                        .isOver(
                                member.masterKey(),
                                context.delivery(delivery.epoch(), delivery.key())),
                "delivery of the Central Entity");
        if (member.list().epoch().isAfter(delivery.epoch())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "group key of epoch %s: want %s or later, the list changed"
                            .formatted(delivery.epoch(), member.list().epoch()));
        }
        DerivingKey key =
                group(message.group()).owner().equals(NodeId.CENTRAL)
                        ? member.unwrap(delivery.key(), context.wrapping())
                        : member.chip().load(new SealedKey(delivery.key()), member.central());
        Envelope said =
                member.toCentral(
                        new Message.GroupDone(
                                message.group(),
                                message.key(),
                                Tag.of(member.masterKey(), context.done())));
        step.send(said);
        return Optional.of(keep(context, key, said));
    }

    Optional<GroupSession> session(GroupId group) {
        return Optional.ofNullable(kept.get(group)).map(Kept::session);
    }

    void tick(Instant now, Step.Draft step) {
        for (Iterator<Ask> each = asks.values().iterator(); each.hasNext(); ) {
            Ask ask = each.next();
            if (!ask.repeat().tick(now, step)) {
                each.remove();
                step.tell(
                        new NodeEvent.GaveUp(
                                "key of group " + ask.context().group(), NodeId.CENTRAL));
            }
        }
    }

    Optional<Instant> due() {
        return asks.values().stream().map(ask -> ask.repeat().due()).min(Instant::compareTo);
    }

    void close() {
        kept.values().forEach(key -> key.session().close());
        kept.clear();
        asks.clear();
    }
}
